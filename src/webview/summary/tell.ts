import type { FromSummaryView } from '../../protocol';

const eventName = 'langscope-summary';

/** Hands a message from any component of the Summary view to its page, which sends it to the extension. */
export function tell(from: EventTarget, message: FromSummaryView): void {
  from.dispatchEvent(new CustomEvent<FromSummaryView>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onTell(page: EventTarget, receive: (message: FromSummaryView) => void): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<FromSummaryView>).detail));
}
