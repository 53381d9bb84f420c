import { css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { CanvasPlot, type PlotSize } from '../shared/canvas-plot';
import { heatmapColours } from '../shared/heatmap/heatmap-colours';
import { colourBlocks, rampShare } from '../shared/heatmap/value-scale';
import { sharedStyle } from '../shared/style';
import { cellsByTokens } from './cells-by-tokens';
import type { SeriesKind } from './series-facts';
import { seriesScale } from './series-scale';

/** One series at the chosen tokens: values [tokens, cells]. */
export interface PictureContent {
  readonly kind: SeriesKind;
  readonly tokens: number;
  readonly cells: number;
  readonly values: Float32Array;
}

/** A small picture of one series: a bar a cell at one token, colours over several tokens. Its numbers are elsewhere. */
@customElement('langscope-series-picture')
export class SeriesPicture extends CanvasPlot {
  public static override readonly styles = [
    sharedStyle,
    css`
      canvas {
        display: block;
        width: 100%;
        height: 44px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor content: PictureContent | undefined;
  @query('canvas') protected override accessor canvas!: HTMLCanvasElement;

  protected override render(): TemplateResult {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  protected override draw(context: CanvasRenderingContext2D, size: PlotSize): void {
    const { content } = this;
    context.clearRect(0, 0, size.width, size.height);
    if (content === undefined || content.values.length === 0) return;
    if (content.tokens === 1) this.drawBars(context, size, content);
    else this.drawColours(context, size, content);
  }

  /** From zero up, or from the middle to both sides. */
  private drawBars(context: CanvasRenderingContext2D, { width, height }: PlotSize, content: PictureContent): void {
    const { kind, cells, values } = content;
    const scale = seriesScale(kind, values);
    const zero = kind === 'gate' ? height - 1 : height / 2;
    const reach = kind === 'gate' ? height - 1 : height / 2;
    const step = width / cells;
    context.fillStyle = this.theme.color('var(--data)');
    for (let cell = 0; cell < cells; cell++) {
      const share = rampShare(scale, values[cell]!);
      const tall = (kind === 'gate' ? share : (share - 0.5) * 2) * reach;
      const [top, high] = tall < 0 ? [zero, -tall] : [zero - tall, tall];
      context.fillRect(cell * step, top, Math.max(0.5, step - (step > 3 ? 1 : 0)), high);
    }
    context.fillStyle = this.theme.color('var(--vscode-foreground)');
    context.globalAlpha = 0.4;
    context.fillRect(0, Math.min(height - 1, zero), width, 1);
    context.globalAlpha = 1;
  }

  private drawColours(context: CanvasRenderingContext2D, { width, height }: PlotSize, content: PictureContent): void {
    const { kind, tokens, cells, values } = content;
    const scale = seriesScale(kind, values);
    const { ramp } = heatmapColours(this, scale.kind, 'blue');
    const picture = new OffscreenCanvas(tokens, cells);
    const pixels = picture.getContext('2d')!;
    pixels.putImageData(
      new ImageData(colourBlocks(cellsByTokens(values, tokens, cells), scale, ramp), tokens, cells),
      0,
      0,
    );
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, 0, 0, width, height);
  }
}
