import { tensorInfo } from '../make-node';
import type { NodeList } from '../node-list';
import { dataTypes, type Graph } from '../onnx-model';
import type { RecurrentSteps } from './recurrent-steps';

/** ONNX's order of the LSTM's gates. */
const gates = { input: 0, output: 1, forget: 2, candidate: 3 } as const;

/** c = f * c + i * g of one step, [b, h] each; the state goes on and is collected. */
function cellBody(cells: number): Graph {
  const info = (name: string) => tensorInfo(name, dataTypes.float, ['texts', cells]);
  return {
    name: 'langscope_cell_state',
    node: [
      { opType: 'Mul', input: ['forget', 'before'], output: ['kept'] },
      { opType: 'Add', input: ['kept', 'written'], output: ['after'] },
      { opType: 'Identity', input: ['after'], output: ['collected'] },
    ],
    initializer: [],
    input: ['before', 'forget', 'written'].map(info),
    output: ['after', 'collected'].map(info),
  };
}

/** The series of an LSTM (Hochreiter and Schmidhuber 1997; Gers et al. 2000), [s, b, h] each. */
export function tapLstm(nodes: NodeList, steps: RecurrentSteps): Readonly<Record<string, string>> {
  const { cells, inputForget } = steps.recurrent;
  const sums = nodes.add('Add', [steps.fromInput(), steps.fromState(steps.before(), 0, 4)]);
  const gate = (at: number, activation: number): string => steps.activate(steps.part(sums, at, at + 1), activation);
  const input = gate(gates.input, 0);
  const forget = inputForget ? nodes.add('Sub', [nodes.float(1), input]) : gate(gates.forget, 0);
  const candidate = gate(gates.candidate, 1);
  const written = nodes.add('Mul', [input, candidate]);
  const cell = nodes.fresh('cell');
  const along = steps.direction.reverse ? 1 : 0;
  nodes.addMany(
    'Scan',
    [nodes.pick(steps.initial('cell'), 0, 0), forget, written],
    {
      body: { graph: cellBody(cells) },
      num_scan_inputs: 2,
      scan_input_directions: [along, along],
      scan_output_directions: [along],
    },
    [nodes.fresh('last'), cell],
  );
  return { input, forget, output: gate(gates.output, 0), candidate, cell, hidden: steps.hidden };
}
