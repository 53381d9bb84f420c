/** What the pointer and the keys do to a heatmap; places in CSS pixels of the canvas. */
export interface HeatmapHands {
  /** Moves what is seen by CSS pixels; says whether there was anything to move. */
  pan(dx: number, dy: number): boolean;
  zoom(factor: number, x: number, y: number): void;
  point(x: number, y: number): void;
  /** The pointer went away. */
  unpoint(): void;
  click(x: number, y: number): void;
  /** A press; true: it is no pan, dragging goes to `drag`. */
  grab(x: number, y: number): boolean;
  drag(x: number, y: number): void;
}

/** CSS pixels that a press may move and still be a click. */
const still = 4;
/** How long scrolling must rest before the cell under the pointer is read, ms. */
const rest = 80;
/** How much one notch of a wheel (100 pixels) zooms. */
const wheelZoom = 1.25;

/** Pointer, wheel and pinch: dragging and scrolling pan, the wheel with ctrl or cmd and two fingers zoom. */
export class HeatmapPointer {
  private readonly pressed = new Map<number, { x: number; y: number }>();
  private moved = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private grabbed = false;

  public constructor(private readonly hands: HeatmapHands) {}

  public readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    if (this.pressed.size === 0) {
      this.moved = 0;
      this.grabbed = this.hands.grab(event.offsetX, event.offsetY);
    }
    this.pressed.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  };

  public readonly move = (event: PointerEvent): void => {
    const before = this.pressed.get(event.pointerId);
    const { offsetX: x, offsetY: y } = event;
    if (before === undefined) {
      this.hands.point(x, y);
      return;
    }
    const [dx, dy] = [before.x - x, before.y - y];
    this.moved += Math.hypot(dx, dy);
    const other = [...this.pressed].find(([id]) => id !== event.pointerId)?.[1];
    this.pressed.set(event.pointerId, { x, y });
    if (other !== undefined) {
      const distance = (point: { x: number; y: number }): number =>
        Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      this.hands.pan(dx / 2, dy / 2);
      this.hands.zoom(distance({ x, y }) / distance(before), (x + other.x) / 2, (y + other.y) / 2);
    } else if (this.grabbed) {
      if (this.moved > still) this.hands.drag(x, y);
    } else if (this.moved > still) {
      this.hands.unpoint();
      this.hands.pan(dx, dy);
    }
  };

  public readonly up = (event: PointerEvent): void => {
    if (!this.pressed.delete(event.pointerId) || this.pressed.size > 0) return;
    if (event.type === 'pointerup' && this.moved <= still) this.hands.click(event.offsetX, event.offsetY);
  };

  public readonly leave = (): void => {
    clearTimeout(this.resting);
    this.hands.unpoint();
  };

  public readonly wheel = (event: WheelEvent): void => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.hands.zoom(wheelZoom ** (-Math.max(-300, Math.min(300, dy)) / 100), event.offsetX, event.offsetY);
      return;
    }
    const [x, y] = event.shiftKey && dx === 0 ? [dy, 0] : [dx, dy];
    // At its edge the page scrolls on.
    if (!this.hands.pan(x, y)) return;
    event.preventDefault();
    // What passes under the pointer is not read: only what it rests on.
    this.hands.unpoint();
    clearTimeout(this.resting);
    const { offsetX, offsetY } = event;
    this.resting = setTimeout(() => this.hands.point(offsetX, offsetY), rest);
  };
}
