import assert from 'node:assert/strict';
import { makeNode } from '../../../src/engine/graph/make-node';
import type { Node, OnnxModel } from '../../../src/engine/graph/onnx-model';
import { filesFor, folderOf, lstmDescription, removeFolders } from '../families/tiny-folder';
import { floats, hiddenSize, numbers, tinyLstm } from '../graph/tiny-model';
import { AskedEngine } from './gates-engine';

const h = hiddenSize;

/** The small LSTM with peepholes, and behind it an RNN without a state of its own where `more` says so. */
function withPeepholes(more: boolean): OnnxModel {
  const { graph, ...model } = tinyLstm();
  const node = graph.node.flatMap((entry): readonly Node[] => {
    if (entry.opType === 'LSTM') return [{ ...entry, name: 'peeping', input: [...entry.input, 'p'] }];
    if (entry.opType !== 'Squeeze' || !more) return [entry];
    const rnn = makeNode('RNN', ['first', 'w1', 'r1'], ['second'], { hidden_size: h });
    return [
      { ...entry, name: 'squeeze', output: ['first'] },
      { ...rnn, name: 'plain' },
      makeNode('Squeeze', ['second', 'one'], ['steps']),
    ];
  });
  const initializer = [
    ...graph.initializer,
    floats('p', numbers(3 * h, 8), [1, 3 * h]),
    ...['w1', 'r1'].map((name, at) => floats(name, numbers(h * h, 9 + at), [1, h, h])),
  ];
  return { ...model, graph: { ...graph, node, initializer } };
}

describe('Gates of nodes that cannot be looked into', () => {
  after(removeFolders);
  const asked = new AskedEngine();
  const folder = (more: boolean): string =>
    folderOf(filesFor(withPeepholes(more), { 'config.json': {}, 'langscope.json': lstmDescription }));

  it('are named with the reason beside those that can', async () => {
    const { layers, missing, reading, tokens } = await asked.read(folder(true), 'w5 w9 w2');
    assert.deepEqual(layers, [{ name: 'plain', cell: 'rnn', reverse: false, cells: h }]);
    assert.deepEqual(
      missing.map(({ name }) => name),
      ['peeping'],
    );
    assert.match(missing[0]!.reason, /peephole/);
    const range = { from: 0, to: tokens.ids.length, cells: Int32Array.of(0, 7) };
    const values = await asked.ask('gatesValues', { reading, layer: 0, series: 'hidden', ...range });
    assert.ok(values.length === 6 && values.every((value) => value !== 0 && Math.abs(value) < 1));
  });

  it('refuse the model where there are no others', async () => {
    await assert.rejects(asked.read(folder(false), 'w5 w9 w2'), /cannot be shown\. peeping: it has peephole/);
  });
});
