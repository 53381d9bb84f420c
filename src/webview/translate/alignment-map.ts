import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TranslatedSentence } from '../../protocol';
import { formatPercent, formatVisible } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import '../shared/heatmap/heatmap';
import type { Cell } from '../shared/heatmap/matrix-source';
import { MemorySource } from '../shared/heatmap/memory-source';
import type { CellSize } from '../shared/heatmap/view';
import type { ValueScale } from '../shared/heatmap/value-scale';
import { sharedStyle } from '../shared/style';

/** Attention goes from nothing to all. */
const scale: ValueScale = { kind: 'sequential', largest: 1, shape: { kind: 'linear' } };
/** All of the width is used: a sentence has as many words on one side as on the other, and a side bar is narrow. */
const cell: CellSize = { aspect: 'fill', height: 'fit' };
/** CSS pixels of a row, and of the labels above. */
const [rowHeight, labels] = [18, 90];

/** Where the decoder looked for each word of one sentence: a row is a word of the translation. */
@customElement('langscope-alignment-map')
export class AlignmentMap extends LitElement {
  public static override readonly styles = [sharedStyle];

  @property({ attribute: false }) public accessor sentence: TranslatedSentence | undefined;
  @property({ attribute: false }) public accessor row: number | undefined;
  @property({ attribute: false }) public accessor column: number | undefined;
  private matrix: MemorySource | undefined;
  private rows = { name: 'Translation', labels: [] as readonly string[] };
  private columns = { name: 'Source', labels: [] as readonly string[] };

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { sentence } = this;
    if (!changed.has('sentence')) return;
    this.matrix =
      sentence?.attention && new MemorySource(sentence.attention, sentence.tokens.length, sentence.sourceTokens.length);
    this.rows = { name: 'Translation', labels: sentence?.tokens.map(({ text }) => formatVisible(text)) ?? [] };
    this.columns = { name: 'Source', labels: sentence?.sourceTokens.map(({ text }) => formatVisible(text)) ?? [] };
  }

  /** The share first: names may be long, and the line is as narrow as the view. */
  private readonly describe = ({ row, column }: Cell, value: number | undefined): string => {
    const share = value === undefined ? '' : `${formatPercent(value)}: `;
    return `${share}${this.rows.labels[row] ?? ''} from ${this.columns.labels[column] ?? ''}`;
  };

  protected override render(): TemplateResult | typeof nothing {
    const { matrix } = this;
    if (!matrix) return nothing;
    const height = Math.max(160, Math.min(440, matrix.rows * rowHeight + labels));
    return html`<langscope-heatmap
      .source=${matrix}
      .rows=${this.rows}
      .columns=${this.columns}
      .scale=${scale}
      .cell=${cell}
      .selectedRow=${this.row}
      .selectedColumn=${this.column}
      .formatValue=${formatPercent}
      .describe=${this.describe}
      name="Alignment, translation by source"
      measure="Attention"
      ${cssProperties({ '--heatmap-height': `${height}px` })}
    ></langscope-heatmap>`;
  }
}
