import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ViewAction } from '../../protocol';
import type { IconName } from './codicons';
import { icon } from './icon';
import { send } from './send';
import { sharedStyle } from './style';

const labels: Readonly<Record<ViewAction, string>> = {
  score: 'Score this document',
  read: 'Read the text',
  stop: 'Stop',
  'choose-model': 'Choose a model',
  'show-log': 'Show log',
  'restart-engine': 'Restart the engine',
  settings: 'Open settings',
};

/** Labels where the action was tried before. */
const again: Readonly<Partial<Record<ViewAction, string>>> = { score: 'Try again', read: 'Try again' };

/** A sentence and what a person can do about it: for a view that is empty, cannot work or has failed. */
@customElement('langscope-notice')
export class Notice extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      .notice {
        display: flex;
        flex-direction: column;
        gap: 10px;
      }
      .sentence {
        display: flex;
        gap: 8px;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      .icon-error {
        color: var(--vscode-errorForeground);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .actions .primary:only-child {
        flex: 1;
        max-width: 300px;
      }
    `,
  ];

  @property() public accessor sentence = '';
  @property() public accessor icon: IconName | undefined;
  @property({ attribute: false }) public accessor actions: readonly ViewAction[] = [];

  protected override render(): TemplateResult {
    const tried = this.icon === 'error';
    return html`<div class="notice">
      <div class="sentence">${this.icon && icon(this.icon)}<span>${this.sentence}</span></div>
      <div class="actions">
        ${this.actions.map(
          (action, index) =>
            html`<button
              class=${index === 0 ? 'primary' : 'secondary'}
              @click=${() => send(this, { kind: 'run', action })}
            >
              ${(tried ? again[action] : undefined) ?? labels[action]}
            </button>`,
        )}
      </div>
    </div>`;
  }
}
