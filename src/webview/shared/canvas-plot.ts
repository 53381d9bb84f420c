import { LitElement } from 'lit';
import { ThemeController } from './theme';

export interface PlotSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * A plot on a canvas as large as its box: sharp at every zoom, drawn again when its data, its size or the theme
 * change, at most once a frame. The picture is hidden from screen readers; the component says the same in a table.
 */
export abstract class CanvasPlot extends LitElement {
  protected readonly theme = new ThemeController(this);
  protected size: PlotSize = { width: 0, height: 0 };
  private readonly resized = new ResizeObserver(() => this.measure());
  private frame: number | undefined;

  /** The canvas that `render` made. */
  protected abstract readonly canvas: HTMLCanvasElement;

  /** Draws in CSS pixels on a cleared canvas. */
  protected abstract draw(context: CanvasRenderingContext2D, size: PlotSize): void;

  /** Draws again without rendering: for what moves with the pointer. */
  protected redraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.paint();
    });
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.canvas);
  }

  protected override updated(): void {
    this.redraw();
  }

  public override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resized.observe(this.canvas);
  }

  public override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    // Components lay their data out for the width, so they render again.
    this.requestUpdate();
  }

  private paint(): void {
    const { width, height } = this.size;
    const context = this.canvas.getContext('2d');
    if (context === null || width === 0 || height === 0) return;
    const scale = window.devicePixelRatio;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.draw(context, this.size);
  }
}
