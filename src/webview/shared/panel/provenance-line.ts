import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../icon';
import { sharedStyle } from '../style';

/** How long the line says that it was copied, ms. */
const thanks = 1500;

/** One quiet line that says how figures came about; a click copies it. */
@customElement('langscope-provenance-line')
export class ProvenanceLine extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      button {
        display: flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        margin: 10px 0 0 -1px;
        text-align: left;
      }
      /* Signatures of metrics are words without end. */
      button > span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      button:hover {
        color: var(--vscode-foreground);
      }
      .codicon {
        font-size: 12px;
        visibility: hidden;
      }
      button:hover .codicon,
      button:focus-visible .codicon,
      button.copied .codicon {
        visibility: visible;
      }
    `,
  ];

  @property() public accessor text = '';
  @property({ attribute: false }) public accessor copy: (text: string) => void = () => undefined;
  @state() private accessor copied = false;

  protected override render(): TemplateResult {
    return html`<button
      class="quiet number ${this.copied ? 'copied' : ''}"
      title="Copy how the figures came about"
      @click=${() => this.onClick()}
    >
      <span>${this.text}</span>${icon(this.copied ? 'check' : 'copy')}<span class="unseen" role="status"
        >${this.copied ? 'Copied' : ''}</span
      >
    </button>`;
  }

  private onClick(): void {
    this.copy(this.text);
    this.copied = true;
    setTimeout(() => (this.copied = false), thanks);
  }
}
