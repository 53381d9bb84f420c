import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon } from '../shared/icon';
import { sharedStyle } from '../shared/style';
import { formStyle } from './form-style';
import type { Found } from './gates-data';
import './on-cells';
import type { OnCellsContent } from './on-cells';
import './similar-list';
import type { SimilarActions } from './similar-list';
import { placesText, similarText } from './similar-text';

export interface OnTogetherContent {
  /** '4 tokens' and their text. */
  readonly size: string;
  readonly text: string;
  /** Whether they were chosen, or are only where the cursor stands. */
  readonly chosen: boolean;
  /** undefined until the engine has answered. */
  readonly on: OnCellsContent | undefined;
  readonly onlyOn: boolean;
  /** The cell whose curve is drawn. */
  readonly cell: number | undefined;
  readonly found: Found | undefined;
  /** While similar places are looked for. */
  readonly finding: boolean;
  readonly progress: { readonly done: number; readonly total: number } | undefined;
}

export interface OnTogetherActions extends SimilarActions {
  readonly chooseNone: () => void;
  readonly chooseCell: (cell: number) => void;
  readonly setThreshold: (threshold: number) => void;
  readonly setOnlyOn: (onlyOn: boolean) => void;
  readonly find: () => void;
  readonly stop: () => void;
}

/** Which cells are on over the chosen tokens, and where else they are on together (LSTMVis, Strobelt et al. 2018). */
@customElement('langscope-on-together')
export class OnTogether extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    formStyle,
    css`
      .choice {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 26px;
      }
      .text {
        min-width: 0;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      .hint {
        margin: 0 0 4px;
        min-height: 1.4em;
        line-height: 1.4;
      }
      .columns {
        margin: 0;
        min-height: 20px;
        line-height: 20px;
      }
      .acts {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 6px 14px;
        min-height: 40px;
      }
      .acts label {
        white-space: normal;
      }
      .acts .grow {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) public accessor content: OnTogetherContent | undefined;
  @property({ attribute: false }) public accessor actions: OnTogetherActions | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { content, actions } = this;
    if (content === undefined || actions === undefined) return nothing;
    const { size, text, chosen, on, onlyOn, cell, found, finding, progress } = content;
    return html`
      <div class="heading"><h2>On together</h2></div>
      <div class="choice">
        <span class="quiet number">${chosen ? size : 'at the cursor'}</span>
        <span class="text" title=${text}>${text}</span>
        ${
          chosen
            ? html`<button class="tool" title="Choose none" aria-label="Choose none" @click=${actions.chooseNone}>
                ${icon('chrome-close')}
              </button>`
            : nothing
        }
      </div>
      <p class="quiet hint">
        ${chosen ? '' : 'Drag over the text or over the labels of the heatmap, or select in the editor, to choose more tokens.'}
      </p>
      <langscope-on-cells
        .content=${on}
        .chosen=${cell}
        .choose=${actions.chooseCell}
        .setThreshold=${actions.setThreshold}
      ></langscope-on-cells>
      <div class="acts">
        <label
          ><input
            type="checkbox"
            name="only-on"
            .checked=${onlyOn}
            @change=${(event: Event) => actions.setOnlyOn((event.target as HTMLInputElement).checked)}
          />Only these cells in the heatmap</label
        >
        <span class="grow"></span>
        ${
          finding
            ? html`<span class="quiet number">${similarText(progress)}</span
                ><button class="secondary" @click=${actions.stop}>Cancel</button>`
            : html`<button class="secondary" ?disabled=${(on?.cells.length ?? 0) === 0} @click=${actions.find}>
                Find similar places
              </button>`
        }
      </div>
      <p class="hint" role="status">${found === undefined ? '' : placesText(found)}</p>
      <p class="quiet columns" aria-hidden="true">
        ${(found?.places.length ?? 0) === 0 ? '' : 'share of the cells · tokens · text · line'}
      </p>
      <langscope-similar-list
        .places=${found?.places ?? []}
        .absent=${
          found === undefined
            ? 'Other places of the document where the same cells are on together.'
            : 'There is no other place where three quarters of these cells are on together. More tokens, or a higher threshold, leave fewer cells to agree.'
        }
        .actions=${actions}
      ></langscope-similar-list>
    `;
  }
}
