import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AttentionStack } from '../../protocol';
import { cssProperties } from '../shared/css-properties';
import { heatmapColours, type HeatmapColours } from '../shared/heatmap/heatmap-colours';
import { colourBlocks, type ValueScale } from '../shared/heatmap/value-scale';
import { sharedStyle } from '../shared/style';
import { ThemeController } from '../shared/theme';
import { headName, type ChosenHeads } from './attention-look';
import { headAt, headGridLayout, movedHead, type HeadGridLayout, type HeadPlace } from './head-grid-layout';

/** Small pictures of all heads, a row a layer: drawn once, and then moved by scrolling alone. */
@customElement('langscope-head-grid')
export class HeadGrid extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      .scroll {
        max-height: 240px;
        overflow: auto;
        scrollbar-gutter: stable;
      }
      .scroll:focus-visible {
        outline-offset: 0;
      }
      canvas {
        display: block;
        cursor: pointer;
      }
      .name {
        min-height: 1.5em;
      }
    `,
  ];

  @property({ attribute: false }) public accessor stack: AttentionStack | undefined;
  @property({ attribute: false }) public accessor scale: ValueScale | undefined;
  /** Where the keyboard is, and what is shown large. */
  @property({ attribute: false }) public accessor place: HeadPlace = { layer: 0, head: 0 };
  @property({ attribute: false }) public accessor chosen: ChosenHeads = { layers: undefined, head: undefined };
  @property({ attribute: false }) public accessor choose: (place: HeadPlace) => void = () => undefined;
  @state() private accessor hovered: HeadPlace | undefined;
  @state() private accessor width = 0;
  @query('.scroll') private accessor scroller!: HTMLElement;
  @query('canvas') private accessor canvas!: HTMLCanvasElement;
  private readonly resized = new ResizeObserver(() => (this.width = this.scroller.clientWidth));
  private layout: HeadGridLayout = headGridLayout(0, 0, 0);
  /** All pictures in one: [layers * size, heads * size] pixels. */
  private atlas: OffscreenCanvas | undefined;
  private look = '';
  private colours: HeatmapColours | undefined;

  public constructor() {
    super();
    new ThemeController(this);
  }

  public override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resized.observe(this.scroller);
  }

  public override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.scroller);
  }

  protected override render(): TemplateResult {
    const { stack, place } = this;
    this.layout = headGridLayout(stack?.layers ?? 0, stack?.heads ?? 0, this.width);
    const { width, height } = this.layout;
    const name = this.nameOf(this.hovered ?? place);
    return html`<div
        class="scroll"
        tabindex="0"
        role="application"
        aria-roledescription="grid of heads"
        aria-label="Heads by layer, ${this.nameOf(place)}. Arrow keys choose another head."
        @keydown=${this.keyPressed}
      >
        <canvas
          aria-hidden="true"
          ${cssProperties({ width: `${width}px`, height: `${height}px` })}
          @pointermove=${(event: PointerEvent) => this.point(headAt(this.layout, event.offsetX, event.offsetY))}
          @pointerleave=${() => this.point(undefined)}
          @click=${this.clicked}
        ></canvas>
      </div>
      <div class="name quiet number" aria-hidden="true">${name}</div>
      <div class="unseen" role="status" aria-live="polite">${this.nameOf(place)}</div>`;
  }

  protected override updated(changed: PropertyValues): void {
    const key = `${document.body.className} ${getComputedStyle(this).getPropertyValue('--vscode-editor-background')}`;
    const themed = key !== this.look;
    this.look = key;
    if (themed) this.colours = heatmapColours(this, 'sequential', 'blue');
    if (themed || changed.has('stack') || changed.has('scale')) this.makeAtlas();
    this.paint();
    if (changed.has('place') || changed.has('width')) this.reveal();
  }

  private nameOf({ layer, head }: HeadPlace): string {
    const missing = this.stack?.missing.find((gap) => gap.layer === layer);
    return missing ? `layer ${layer + 1}: ${missing.reason}` : headName(layer, head);
  }

  private makeAtlas(): void {
    const { stack, scale, colours } = this;
    this.atlas = undefined;
    if (stack === undefined || scale === undefined || colours === undefined) return;
    const { layers, heads, thumbnails } = stack;
    const { size, weights } = thumbnails;
    if (size === 0) return;
    const atlas = new OffscreenCanvas(heads * size, layers * size);
    const context = atlas.getContext('2d')!;
    const pixels = colourBlocks(weights, scale, colours.ramp);
    for (let at = 0; at < layers * heads; at++) {
      const picture = pixels.slice(4 * at * size * size, 4 * (at + 1) * size * size);
      context.putImageData(new ImageData(picture, size, size), (at % heads) * size, Math.floor(at / heads) * size);
    }
    this.atlas = atlas;
  }

  private paint(): void {
    const { canvas, layout, stack, atlas, colours } = this;
    const context = canvas.getContext('2d');
    if (context === null || stack === undefined || colours === undefined || this.width === 0) return;
    const ratio = window.devicePixelRatio;
    const [wide, high] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)];
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, layout.width, layout.height);
    const { left, top, side, step, heads, layers } = layout;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.font = `${Math.min(11, side - 1)}px ${getComputedStyle(this).fontFamily}`;
    context.textBaseline = 'middle';
    const gaps = new Set(stack.missing.map(({ layer }) => layer));
    const { size } = stack.thumbnails;
    const every = side < 18 ? 2 : 1;
    for (let layer = 0; layer < layers; layer++) {
      const y = top + layer * step;
      context.fillStyle = colours.quiet;
      context.textAlign = 'right';
      if (layer % every === 0) context.fillText(String(layer + 1), left - 7, y + side / 2);
      for (let head = 0; head < heads; head++) {
        const x = left + head * step;
        context.fillStyle = colours.background;
        context.fillRect(x, y, side, side);
        if (gaps.has(layer)) this.drawGap(context, x, y, side, colours.quiet);
        else if (atlas) context.drawImage(atlas, head * size, layer * size, size, size, x, y, side, side);
        this.frame(context, x, y, side, { layer, head }, colours);
      }
    }
    context.textAlign = 'center';
    context.fillStyle = colours.quiet;
    for (let head = 0; head < heads; head += every)
      context.fillText(String(head + 1), left + head * step + side / 2, top / 2);
  }

  private drawGap(context: CanvasRenderingContext2D, x: number, y: number, side: number, colour: string): void {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.globalAlpha = 0.5;
    context.beginPath();
    context.moveTo(x, y + side);
    context.lineTo(x + side, y);
    context.stroke();
    context.globalAlpha = 1;
  }

  private frame(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    side: number,
    { layer, head }: HeadPlace,
    colours: HeatmapColours,
  ): void {
    const { layers, head: only } = this.chosen;
    const inLayers = layers === undefined || (layer >= layers.from && layer < layers.to);
    const chosen = inLayers && (only === undefined || only === head);
    const hovered = this.hovered?.layer === layer && this.hovered.head === head;
    context.lineWidth = chosen ? 2 : 1;
    context.strokeStyle = chosen ? colours.focus : hovered ? colours.foreground : colours.hairline;
    const out = chosen ? 1 : 0.5;
    context.strokeRect(x - out, y - out, side + 2 * out, side + 2 * out);
  }

  /** Brings the chosen layer into view. */
  private reveal(): void {
    const { scroller: scroll, layout, place } = this;
    const y = layout.top + place.layer * layout.step;
    if (y < scroll.scrollTop + layout.top) scroll.scrollTop = y - layout.top;
    else if (y + layout.step > scroll.scrollTop + scroll.clientHeight)
      scroll.scrollTop = y + layout.step - scroll.clientHeight;
  }

  private point(place: HeadPlace | undefined): void {
    if (place?.layer !== this.hovered?.layer || place?.head !== this.hovered?.head) this.hovered = place;
  }

  private readonly clicked = (event: MouseEvent): void => {
    const place = headAt(this.layout, event.offsetX, event.offsetY);
    if (place) this.choose(place);
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { layers, heads } = this.layout;
    const moved = movedHead(event.key, this.place, layers, heads);
    if (moved === undefined) return;
    event.preventDefault();
    this.choose(moved);
  };
}
