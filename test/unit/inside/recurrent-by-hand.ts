/** The recurrent cells of ONNX step by step in double precision, one text at a time, as the standard writes them. */
type Vector = readonly number[];
type Function1 = (x: number) => number;

export interface HandCell {
  readonly cell: 'lstm' | 'gru' | 'rnn';
  readonly cells: number;
  /** [g * h][inputs], [g * h][h], [2 * g * h] or nothing. */
  readonly w: readonly Vector[];
  readonly r: readonly Vector[];
  readonly b: Vector;
  readonly activations: readonly Function1[];
  readonly clip?: number;
  readonly inputForget?: boolean;
  readonly resetAfter?: boolean;
  readonly reverse?: boolean;
  readonly hidden: Vector;
  readonly cellState: Vector;
}

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

/** x: [steps][inputs]. Returns each series, [steps][cells]. */
export function runByHand(given: HandCell, x: readonly Vector[]): Record<string, number[][]> {
  const { cell, cells, w, r, b, activations, clip = Infinity } = given;
  const [f, g, last] = activations;
  const cut = (value: number): number => Math.max(-clip, Math.min(clip, value));
  const bias = (row: number, half: number): number => b[half * w.length + row] ?? 0;
  const series: Record<string, number[][]> = {};
  const steps = given.reverse ? [...x.keys()].reverse() : [...x.keys()];
  let [hidden, state] = [given.hidden, given.cellState];
  for (const step of steps) {
    const sum = (gate: number, k: number, of = hidden): number => {
      const row = gate * cells + k;
      return dot(w[row]!, x[step]!) + bias(row, 0) + dot(r[row]!, of) + bias(row, 1);
    };
    const gate = (at: number, by: Function1): number[] => hidden.map((_value, k) => by(cut(sum(at, k))));
    const record = (values: Record<string, readonly number[]>): void => {
      for (const [name, value] of Object.entries(values)) (series[name] ??= [])[step] = [...value];
    };
    if (cell === 'rnn') hidden = gate(0, f!);
    if (cell === 'lstm') {
      const [input, output, candidate] = [gate(0, f!), gate(1, f!), gate(3, g!)];
      const forget = given.inputForget ? input.map((value) => 1 - value) : gate(2, f!);
      state = state.map((value, k) => forget[k]! * value + input[k]! * candidate[k]!);
      hidden = state.map((value, k) => output[k]! * last!(value));
      record({ input, forget, output, candidate, cell: state });
    }
    if (cell === 'gru') {
      const [update, reset] = [gate(0, f!), gate(1, f!)];
      const muted = hidden.map((value, k) => value * reset[k]!);
      const candidate = hidden.map((_value, k) => {
        const row = 2 * cells + k;
        const offered = dot(w[row]!, x[step]!) + bias(row, 0);
        const kept = given.resetAfter
          ? reset[k]! * (dot(r[row]!, hidden) + bias(row, 1))
          : dot(r[row]!, muted) + bias(row, 1);
        return g!(cut(offered + kept));
      });
      hidden = hidden.map((value, k) => (1 - update[k]!) * candidate[k]! + update[k]! * value);
      record({ update, reset, candidate });
    }
    record({ hidden });
  }
  return series;
}

const sigmoid: Function1 = (x) => 1 / (1 + Math.exp(-x));

/** Activations as ONNX defines them, with their numbers. */
export const handActivations: Readonly<Record<string, (alpha: number, beta: number) => Function1>> = {
  Sigmoid: () => sigmoid,
  Tanh: () => Math.tanh,
  Relu: () => (x) => Math.max(0, x),
  Softsign: () => (x) => x / (1 + Math.abs(x)),
  Softplus: () => (x) => Math.log(1 + Math.exp(x)),
  HardSigmoid: (alpha, beta) => (x) => Math.max(0, Math.min(1, alpha * x + beta)),
  LeakyRelu: (alpha) => (x) => (x < 0 ? alpha * x : x),
  ThresholdedRelu: (alpha) => (x) => (x > alpha ? x : 0),
  Elu: (alpha) => (x) => (x < 0 ? alpha * (Math.exp(x) - 1) : x),
  Affine: (alpha, beta) => (x) => alpha * x + beta,
  ScaledTanh: (alpha, beta) => (x) => alpha * Math.tanh(beta * x),
};
