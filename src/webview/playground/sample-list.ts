import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SampledToken, SurpriseColours } from '../../protocol';
import { formatPercent, formatProbability, formatVisible } from '../../protocol/format';
import '../document/colour-legend';
import { cssProperties } from '../shared/css-properties';
import { dataTable } from '../shared/data-table';
import { icon } from '../shared/icon';
import { variable } from '../shared/series-colour';
import { sharedStyle } from '../shared/style';
import { highContrast, ThemeController } from '../shared/theme';
import { actedWords, endWords, sampleFacts, surpriseStep, type SampleRun, type ShownSample } from './sample-run';

/** What a person does with a sample. */
export interface SampleActions {
  readonly insert: (text: string) => void;
  readonly copy: (text: string) => void;
}

/** Samples as they come, coloured as the editor colours surprise, with measures of repetition. */
@customElement('langscope-sample-list')
export class SampleList extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      article {
        margin: 10px 0 0;
      }
      .text {
        padding: 6px 8px;
        min-height: 2.6em;
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: var(--vscode-editor-font-size, 1em);
        line-height: 1.6;
        color: var(--vscode-editor-foreground);
        background: var(--vscode-editor-background);
        border: 1px solid var(--hairline);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        cursor: pointer;
      }
      .text:hover {
        border-color: var(--vscode-focusBorder);
      }
      .acted {
        text-decoration: overline dotted;
      }
      .outranked {
        text-decoration: overline dashed;
      }
      .removed {
        text-decoration: overline solid 2px;
      }
      .end {
        color: var(--quiet);
        font-family: var(--vscode-font-family);
        font-size: 0.85em;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0 14px;
        margin: 2px 0 0;
      }
      dl > div {
        display: flex;
        gap: 4px;
      }
      dd {
        margin: 0;
        color: var(--vscode-foreground);
      }
      .heading h2 {
        flex: 1;
      }
      .marks {
        margin: 4px 0 0;
        line-height: 1.4;
      }
      langscope-colour-legend {
        max-width: 30em;
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor run: SampleRun | undefined;
  @property({ attribute: false }) public accessor surprise: SurpriseColours | undefined;
  @property({ attribute: false }) public accessor actions: SampleActions | undefined;
  @state() private accessor tables: ReadonlySet<number> = new Set();
  protected readonly theme = new ThemeController(this);

  protected override render(): TemplateResult | typeof nothing {
    const { run, surprise } = this;
    if (run === undefined || surprise === undefined) return nothing;
    return html`<langscope-colour-legend .legend=${surprise.legend}></langscope-colour-legend>
      <p class="quiet marks">
        A line above a token: the model preferred another one, which a sampler had made less probable (dotted),
        overtaken (dashed) or removed (solid).
      </p>
      ${run.samples.map((sample, at) => this.sample(sample, at, run, surprise))}`;
  }

  private sample(sample: ShownSample, at: number, run: SampleRun, surprise: SurpriseColours): TemplateResult {
    const { text, tokens, end } = sample;
    const name = run.greedy ? 'Most probable tokens' : `Sample ${at + 1}`;
    const table = this.tables.has(at);
    const tool = (title: string, glyph: Parameters<typeof icon>[0], act: () => void) =>
      html`<button class="tool" title=${title} aria-label="${name}: ${title}" ?disabled=${text === ''} @click=${act}>
        ${icon(glyph)}
      </button>`;
    return html`<article aria-label=${name}>
      <div class="heading">
        <h2>${name}</h2>
        ${tool('Insert at the cursor', 'edit', () => this.actions?.insert(text))}
        ${tool('Copy', 'copy', () => this.actions?.copy(text))}
        <button
          class="tool"
          title="Show as table"
          aria-label="${name} as a table"
          aria-pressed=${table}
          @click=${() => this.toggle(at)}
        >
          ${icon('table')}
        </button>
      </div>
      <div class="text" title="Click to insert at the cursor" @click=${() => this.pressed(text)}>${tokens.map((token, place) => end === 'end-token' && place === tokens.length - 1 ? html`<span class="end" title="The model ended the text">${token.piece}</span>` : this.token(token, surprise))}<span class="end">${end === undefined ? ' …' : end === 'early' ? ` ⏹ ${endWords(end)}` : ''}</span></div>
      <dl class="quiet number">
        ${sampleFacts(sample).map(
          ([label, value, title]) => html`<div title=${title}>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
        )}
      </dl>
      ${run.running && !table ? nothing : this.table(name, tokens, table)}
    </article>`; // prettier-ignore
  }

  private token({ piece, logprob, filtered, acted }: SampledToken, surprise: SurpriseColours): TemplateResult {
    const { legend, thresholds } = surprise;
    const step = legend.kind === 'off' ? undefined : legend.steps[surpriseStep(logprob, thresholds)];
    const fill = step?.color === undefined ? 'transparent' : `var(${variable(step.color)})`;
    const line = step?.underline ?? 'none';
    const look: Record<string, string> = highContrast()
      ? {
          background: 'none',
          'border-bottom':
            line === 'none' ? 'none' : `${step?.thickness ?? 1}px ${line} var(--vscode-editor-foreground)`,
        }
      : { background: fill, 'border-bottom': 'none' };
    const why = acted ? `\n${actedWords(acted)}` : '';
    const title = `${formatVisible(piece)} ${formatProbability(logprob)}, after the samplers ${formatPercent(filtered)}${why}`;
    return html`<span class=${acted ? `acted ${acted.kind}` : ''} title=${title} ${cssProperties(look)}
      >${piece}</span
    >`;
  }

  private table(name: string, tokens: readonly SampledToken[], shown: boolean): TemplateResult {
    const rows = tokens.map(({ piece, logprob, filtered, acted }) => [
      formatVisible(piece),
      formatProbability(logprob),
      formatPercent(filtered),
      acted ? actedWords(acted) : '',
    ]);
    const columns = ['Token', 'Model', 'After the samplers', 'Where a sampler acted'];
    return dataTable({ caption: `${name}, token by token`, columns, rows }, shown);
  }

  private toggle(at: number): void {
    const tables = new Set(this.tables);
    if (!tables.delete(at)) tables.add(at);
    this.tables = tables;
  }

  /** A click inserts; one that ends a selection of text does not. */
  private pressed(text: string): void {
    if (text !== '' && document.getSelection()?.isCollapsed !== false) this.actions?.insert(text);
  }
}
