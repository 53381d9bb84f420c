import type { FromAskView, ToAskView } from './ask-view';
import type { FromChatView, ToChatView } from './chat-view';
import type { FromCompareView, ToCompareView } from './compare-view';
import type { FromDocumentView, ToDocumentView } from './document-view';
import type { PanelMessages } from './panels';
import type { FromSummaryView, ToSummaryView } from './summary-view';
import type { FromTranslateView, ToTranslateView } from './translate-view';

/** The messages of every view, by the view's name: to it and from it, unions on `kind`. */
export interface ViewMessages extends PanelMessages {
  readonly document: { readonly to: ToDocumentView; readonly from: FromDocumentView };
  readonly chat: { readonly to: ToChatView; readonly from: FromChatView };
  readonly summary: { readonly to: ToSummaryView; readonly from: FromSummaryView };
  readonly translate: { readonly to: ToTranslateView; readonly from: FromTranslateView };
  readonly compare: { readonly to: ToCompareView; readonly from: FromCompareView };
  readonly ask: { readonly to: ToAskView; readonly from: FromAskView };
}
