/** Where the small pictures of heads stand: a row a layer, a column a head. CSS pixels. */
export interface HeadGridLayout {
  readonly layers: number;
  readonly heads: number;
  /** Side of a picture, and from one to the next. */
  readonly side: number;
  readonly step: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

const gap = 4;
const labels = { left: 26, top: 18 };
/** Below the smallest nothing can be told apart; above the largest there is nothing more to see. */
const smallest = 12;
const largest = 46;

/** As large as `width` allows; the height follows. */
export function headGridLayout(layers: number, heads: number, width: number): HeadGridLayout {
  const room = (width - labels.left) / Math.max(1, heads) - gap;
  const side = Math.max(smallest, Math.min(largest, Math.floor(room)));
  const step = side + gap;
  return {
    layers,
    heads,
    side,
    step,
    ...labels,
    width: labels.left + heads * step,
    height: labels.top + layers * step,
  };
}

/** The head at a place; undefined beside the pictures. */
export function headAt(
  { layers, heads, step, left, top }: HeadGridLayout,
  x: number,
  y: number,
): HeadPlace | undefined {
  const head = Math.floor((x - left) / step);
  const layer = Math.floor((y - top) / step);
  return head < 0 || layer < 0 || head >= heads || layer >= layers ? undefined : { layer, head };
}

/** Where a key moves from one head to another; undefined for keys that do not. */
export function movedHead(
  key: string,
  { layer, head }: HeadPlace,
  layers: number,
  heads: number,
): HeadPlace | undefined {
  const to = (toLayer: number, toHead: number): HeadPlace => ({
    layer: Math.max(0, Math.min(layers - 1, toLayer)),
    head: Math.max(0, Math.min(heads - 1, toHead)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(layer - 1, head);
    case 'ArrowDown':
      return to(layer + 1, head);
    case 'ArrowLeft':
      return to(layer, head - 1);
    case 'ArrowRight':
      return to(layer, head + 1);
    case 'Home':
      return to(layer, 0);
    case 'End':
      return to(layer, heads - 1);
    case 'PageUp':
      return to(0, head);
    case 'PageDown':
      return to(layers - 1, head);
    default:
      return undefined;
  }
}
