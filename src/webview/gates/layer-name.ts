import type { RecurrentLayer } from '../../protocol';
import { formatCount } from '../../protocol/format';
import { cellNames } from './series-facts';

/** 'Layer 2: LSTM, 640 cells', with its direction where layers of a model read in both. */
export function layerName(layers: readonly RecurrentLayer[], index: number): string {
  const layer = layers[index];
  if (layer === undefined) return '';
  const both = layers.some(({ reverse }) => reverse);
  const direction = !both ? '' : layer.reverse ? ', right to left' : ', left to right';
  return `Layer ${formatCount(index + 1)}: ${cellNames[layer.cell]}, ${formatCount(layer.cells)} cells${direction}`;
}
