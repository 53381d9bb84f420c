import type { CellOrder, GateSeries, RecurrentCell, TextProperty } from '../../protocol';
import { gateSeries } from '../../protocol/gates';

/** gate: between 0 and 1. state: on both sides of 0. */
export type SeriesKind = 'gate' | 'state';

export interface SeriesFacts {
  /** On a switch. */
  readonly label: string;
  /** In a sentence: 'the forget gate'. */
  readonly name: string;
  /** What it does, for those who see it for the first time. */
  readonly says: string;
  readonly kind: SeriesKind;
  /** Above which a cell counts as on at first: a gate that is more open than shut, a state that stands out. */
  readonly threshold: number;
}

const shared = {
  candidate: {
    label: 'Candidate',
    name: 'the candidate',
    says: 'What would be written at this token.',
    kind: 'state',
    threshold: 0.5,
  },
  hidden: {
    label: 'Hidden',
    name: 'the hidden state',
    says: 'What the layer hands on: to the layer above and to its own next step.',
    kind: 'state',
    threshold: 0.1,
  },
} as const;

/** Gates by what they do in each kind of cell (Hochreiter and Schmidhuber 1997; Gers et al. 2000; Cho et al. 2014). */
export const seriesFacts: Readonly<Record<GateSeries, SeriesFacts>> = {
  input: {
    label: 'Input',
    name: 'the input gate',
    says: 'How much of the candidate is written into the cell.',
    kind: 'gate',
    threshold: 0.5,
  },
  forget: {
    label: 'Forget',
    name: 'the forget gate',
    says: 'How much of the old cell state is kept: 1 keeps all, 0 forgets all.',
    kind: 'gate',
    threshold: 0.5,
  },
  output: {
    label: 'Output',
    name: 'the output gate',
    says: 'How much of the cell state is let out into the hidden state.',
    kind: 'gate',
    threshold: 0.5,
  },
  update: {
    label: 'Update',
    name: 'the update gate',
    says: 'How much of the old hidden state is kept: 1 keeps all, 0 replaces all.',
    kind: 'gate',
    threshold: 0.5,
  },
  reset: {
    label: 'Reset',
    name: 'the reset gate',
    says: 'How much of the old hidden state the candidate sees.',
    kind: 'gate',
    threshold: 0.5,
  },
  cell: {
    label: 'Cell',
    name: 'the cell state',
    says: 'What the cell remembers.',
    kind: 'state',
    threshold: 0.5,
  },
  ...shared,
};

export const cellNames: Readonly<Record<RecurrentCell, string>> = { lstm: 'LSTM', gru: 'GRU', rnn: 'RNN' };

/** Above a plot: 'Forget gate'. */
export function seriesHeading(series: GateSeries): string {
  const name = seriesFacts[series].name.replace(/^the /, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The series of a kind of cell, and the one to show first where the one shown before does not exist. */
export function seriesOf(cell: RecurrentCell, wanted: GateSeries): GateSeries {
  const known: readonly GateSeries[] = gateSeries[cell];
  return known.includes(wanted) ? wanted : 'hidden';
}

export const orderLabels: Readonly<Record<CellOrder, string>> = {
  index: 'Number',
  variance: 'Variance',
  quote: 'Correlation: quotes',
  bracket: 'Correlation: brackets',
  indent: 'Correlation: indentation',
  'line-start': 'Correlation: line start',
};

export interface PropertyFacts {
  readonly label: string;
  readonly name: string;
  /** What a value of the property is called: 'inside', '3 open'. */
  readonly value: (value: number) => string;
}

export const propertyFacts: Readonly<Record<TextProperty, PropertyFacts>> = {
  quote: {
    label: 'Inside quotes',
    name: 'being inside quotes',
    value: (value) => (value > 0 ? 'inside quotes' : 'outside quotes'),
  },
  bracket: {
    label: 'Bracket depth',
    name: 'bracket depth',
    value: (value) => `${value} ${value === 1 ? 'bracket' : 'brackets'} open`,
  },
  indent: {
    label: 'Indentation',
    name: 'indentation',
    value: (value) => `indented by ${value}`,
  },
  'line-start': {
    label: 'Line start',
    name: 'line start',
    value: (value) => (value > 0 ? 'first of its line' : 'not first of its line'),
  },
};
