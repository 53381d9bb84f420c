import type { LensReading } from '../../protocol';
import { formatNumber, formatPercent, toBits } from '../../protocol/format';
import { formatLensBits } from '../../protocol/lens-view';
import type { ScaleShape, ValueScale } from '../shared/heatmap/value-scale';

/** What the heatmap can be coloured by. */
export const colourings = ['probability', 'divergence', 'entropy', 'rank'] as const;
export type Colouring = (typeof colourings)[number];

interface ColouringFacts {
  /** As it is chosen. */
  readonly label: string;
  /** Beside the scale, with its unit; soft hyphens where a narrow scale may break it. */
  readonly measure: string;
  readonly hue: 'blue' | 'orange' | 'purple' | 'green';
  readonly shape: ScaleShape['kind'];
  /** Of the cell's index among [tokens, depths]; NaN where nothing predicts the token. */
  readonly value: (reading: LensReading, cell: number) => number;
  readonly format: (value: number) => string;
}

const bits = (value: number): string => formatLensBits(value * Math.LN2);

/** How each colouring measures a cell. */
export const colouringFacts: Readonly<Record<Colouring, ColouringFacts>> = {
  probability: {
    label: 'Probability of the token in the text',
    measure: 'proba\u00adbility of the token',
    hue: 'blue',
    shape: 'power',
    value: ({ trueLogprob }, cell) => Math.exp(trueLogprob[cell]!),
    format: formatPercent,
  },
  divergence: {
    label: 'Distance from the last layer (KL)',
    measure: 'KL to the last layer, bits',
    hue: 'orange',
    shape: 'power',
    value: ({ divergence }, cell) => toBits(divergence[cell]!),
    format: bits,
  },
  entropy: {
    label: 'Uncertainty (entropy)',
    measure: 'entropy, bits',
    hue: 'purple',
    shape: 'linear',
    value: ({ entropy }, cell) => toBits(entropy[cell]!),
    format: bits,
  },
  rank: {
    label: 'Rank of the token in the text',
    measure: 'rank of the token',
    hue: 'green',
    shape: 'log',
    value: ({ trueRank }, cell) => (trueRank[cell]! < 0 ? NaN : trueRank[cell]! + 1),
    format: (value) => formatNumber(value),
  },
};

/** The scale that the values of a colouring are drawn with; a probability's reaches to 1 whatever is shown. */
export function scaleOf(by: Colouring, values: Float32Array): ValueScale {
  const { shape } = colouringFacts[by];
  let largest = by === 'probability' ? 1 : 0;
  for (const value of values) if (value > largest) largest = value;
  // A rank of 1 is the background; below ten there is not much to tell apart.
  if (shape === 'log') largest = Math.max(10, largest);
  return {
    kind: 'sequential',
    largest,
    shape:
      shape === 'log'
        ? { kind: 'log', decades: Math.log10(largest) }
        : shape === 'power'
          ? { kind: 'power', exponent: 0.5 }
          : { kind: 'linear' },
  };
}
