import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TextAbout, ToChatView } from '../../protocol';
import { formatCount } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { icon } from '../shared/icon';
import { sharedStyle } from '../shared/style';
import { leftOutSentence, meterText } from './chat-words';
import { promptDetails, promptDetailsStyle } from './prompt-details';

/** How much of the context the next message fills, what does not fit, and what the model would read. */
@customElement('langscope-context-meter')
export class ContextMeter extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    promptDetailsStyle,
    css`
      .meter {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 8px;
        min-height: 18px;
      }
      .track {
        height: 6px;
        background: var(--track);
        border: 1px solid var(--vscode-contrastBorder, transparent);
      }
      .fill {
        height: 100%;
        background: var(--data);
      }
      .full .fill {
        background: var(--vscode-editorWarning-foreground, var(--data));
      }
      .left-out {
        margin: 4px 0 0;
        font-size: 0.92em;
        overflow-wrap: anywhere;
      }
      .left-out ul {
        margin: 2px 0 0;
        padding-left: 1.4em;
      }
      .line {
        display: flex;
        gap: 6px;
        margin: 4px 0 0;
        overflow-wrap: anywhere;
      }
      .icon-warning {
        color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
      }
      .icon-error {
        color: var(--vscode-errorForeground);
      }
      details {
        margin-top: 4px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor fit: Extract<ToChatView, { readonly kind: 'fit' }> | undefined;
  @property({ attribute: false }) public accessor about: TextAbout | undefined;

  protected override render(): TemplateResult {
    const prompt = this.fit?.prompt;
    const problem = this.fit?.problem;
    const share = prompt?.context === undefined ? 0 : Math.min(1, prompt.tokens / prompt.context);
    const left = prompt?.leftOut ?? [];
    return html`<div class="meter ${left.length > 0 ? 'full' : ''}">
        <div
          class="track"
          role="meter"
          aria-label="Context in use"
          aria-valuemin="0"
          aria-valuemax=${prompt?.context ?? 0}
          aria-valuenow=${prompt?.tokens ?? 0}
          aria-valuetext=${prompt ? meterText(prompt) : 'not known yet'}
        >
          <div class="fill" ${cssProperties({ width: `${(share * 100).toFixed(2)}%` })}></div>
        </div>
        <span class="quiet number">${prompt ? meterText(prompt) : '\u00a0'}</span>
      </div>
      ${problem === undefined ? nothing : html`<div class="line">${icon('error')}<span>${problem}</span></div>`}
      ${
        left.length === 0
          ? nothing
          : html`<div class="left-out">
              <div class="line">
                ${icon('warning')}<span
                  >Not everything fits. ${formatCount(left.length)} ${left.length === 1 ? 'part is' : 'parts are'} left
                  out:</span
                >
              </div>
              <ul>
                ${left.map((one) => html`<li>${leftOutSentence(one, this.about)}</li>`)}
              </ul>
            </div>`
      }
      ${prompt ? promptDetails(prompt, 'What the model reads') : nothing}`;
  }
}
