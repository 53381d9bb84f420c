import { tensorInfo } from '../make-node';
import type { NodeList } from '../node-list';
import { attributeTypes, dataTypes, type Node } from '../onnx-model';

/** A loop from the last step to the first. */
export interface BackwardScan {
  readonly body: readonly Node[];
  /** Tensors of the body by name: [before the first round, of the body's beginning, of its end], [k, h] each. */
  readonly states: readonly (readonly [start: string, begin: string, end: string])[];
  /** Tensors that are gone through, [s, ...], and their name in the body. */
  readonly series: readonly (readonly [series: string, name: string])[];
  /** What the body gives for each step. */
  readonly collected: string;
}

/** Adds the loop; returns the states behind the first step and what was collected, [s, ...]. */
export function scanBackward(
  nodes: NodeList,
  { body, states, series, collected }: BackwardScan,
): { readonly states: readonly string[]; readonly collected: string } {
  const info = (name: string) => tensorInfo(name, dataTypes.float);
  const ends = states.map(() => '').map((_name, at) => nodes.fresh(`state/${at}`));
  const all = nodes.fresh('collected');
  nodes.addMany(
    'Scan',
    [...states.map(([start]) => start), ...series.map(([name]) => name)],
    {
      body: {
        graph: {
          name: 'langscope_backward',
          node: body,
          initializer: [],
          input: [...states.map(([, begin]) => begin), ...series.map(([, name]) => name)].map(info),
          output: [...states.map(([, , end]) => end), collected].map(info),
        },
      },
      num_scan_inputs: series.length,
      scan_input_directions: series.map(() => 1),
      scan_output_directions: [1],
    },
    [...ends, all],
  );
  return { states: ends, collected: all };
}

/** A node of a loop's body. */
export function step(opType: string, input: readonly string[], output: string): Node {
  return { opType, input, output: [output] };
}

/** Rows [k, a], [k, b], ... as rows [k, a + b + ...]. */
export function sideBySide(input: readonly string[], output: string): Node {
  return { ...step('Concat', input, output), attribute: [{ name: 'axis', type: attributeTypes.int, i: 1 }] };
}
