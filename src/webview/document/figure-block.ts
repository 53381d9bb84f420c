import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Figures, Provenance } from '../../protocol';
import { formatCount, formatNumber, formatProvenance } from '../../protocol/format';
import { icon } from '../shared/icon';
import { send } from '../shared/send';
import { sharedStyle } from '../shared/style';

const placeholder = '–';
/** How long the provenance line says that it was copied, ms. */
const thanks = 1500;

/** Perplexity and bits per byte at reading size, the counts below them, and how they came about. */
@customElement('langscope-figure-block')
export class FigureBlock extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        container-type: inline-size;
      }
      .large {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px 12px;
      }
      .large dd {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        column-gap: 0.35em;
        font-size: 1.9em;
        line-height: 1.25;
      }
      .large dd .quiet {
        font-size: 0.45em;
        font-weight: normal;
      }
      dl,
      dd {
        margin: 0;
      }
      .small {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 2px 12px;
        margin-top: 8px;
      }
      .small dd {
        text-align: right;
      }
      .small dt {
        color: var(--quiet);
      }
      .live {
        opacity: 0.75;
      }
      dl {
        transition: opacity 120ms;
      }
      .provenance {
        display: flex;
        gap: 6px;
        width: 100%;
        margin: 8px -1px 0;
        padding: 2px 0;
        text-align: left;
        line-height: 1.35;
        min-height: calc(3 * 1.35em + 6px);
        align-items: flex-start;
      }
      .provenance:hover {
        color: var(--vscode-foreground);
        text-decoration: underline dotted;
      }
      .provenance .codicon {
        font-size: 14px;
        opacity: 0;
      }
      .provenance:hover .codicon,
      .provenance:focus-visible .codicon,
      .provenance.copied .codicon {
        opacity: 1;
      }
      .provenance span:first-child {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      @container (max-width: 170px) {
        .large,
        .small {
          grid-template-columns: minmax(0, 1fr);
        }
        .small dd {
          text-align: left;
        }
      }
    `,
  ];

  @property({ attribute: false }) public accessor figures: Figures | undefined;
  @property({ attribute: false }) public accessor provenance: Provenance | undefined;
  /** The text is changing: the figures are dimmed by a quarter. */
  @property({ type: Boolean }) public accessor live = false;
  @state() private accessor copied = false;

  protected override render(): TemplateResult {
    const { figures } = this;
    const mood = this.live ? 'live' : '';
    return html`
      <dl class="large number ${mood}">
        <div>
          <dt class="quiet">Perplexity</dt>
          <dd>
            <span data-figure="perplexity">${number(figures?.perplexity)}</span><span class="quiet">per token</span>
          </dd>
        </div>
        <div>
          <dt class="quiet">Bits per byte</dt>
          <dd>
            <span data-figure="bits-per-byte">${number(figures?.bitsPerByte)}</span><span class="quiet">bits/byte</span>
          </dd>
        </div>
      </dl>
      <dl class="small number ${mood}">
        ${this.row('Tokens', figures && formatCount(figures.tokens))}
        ${this.row('Scored', figures && `${formatCount(figures.scored)} tokens`)}
        ${this.row('UTF-8', figures && `${formatCount(figures.utf8Bytes)} bytes`)} ${this.withoutUnknown()}
      </dl>
      ${this.provenanceLine()}
    `;
  }

  private row(term: string, figure: string | undefined): TemplateResult {
    return html`<dt>${term}</dt>
      <dd>${figure ?? placeholder}</dd>`;
  }

  /** Only where the tokenizer had no piece for some of the text. */
  private withoutUnknown(): TemplateResult | typeof nothing {
    const { figures } = this;
    if (figures?.withoutUnknown === undefined) return nothing;
    const { perplexity } = figures.withoutUnknown;
    return html`${this.row('Unknown (UNK)', `${formatCount(figures.unknown)} tokens`)}
    ${this.row('Without UNK', `perplexity ${formatNumber(perplexity)}`)}`;
  }

  private provenanceLine(): TemplateResult {
    const text = this.provenance && formatProvenance(this.provenance, this.figures);
    return html`<button
      class="provenance quiet number ${this.copied ? 'copied' : ''}"
      title="Copy how the figures came about"
      ?disabled=${text === undefined}
      @click=${() => text !== undefined && this.copy(text)}
    >
      <span>${text}</span>${icon(this.copied ? 'check' : 'copy')}<span class="unseen" role="status"
        >${this.copied ? 'Copied' : ''}</span
      >
    </button>`;
  }

  private copy(text: string): void {
    send(this, { kind: 'copy', text });
    this.copied = true;
    setTimeout(() => (this.copied = false), thanks);
  }
}

function number(value: number | undefined): string {
  return value === undefined ? placeholder : formatNumber(value);
}
