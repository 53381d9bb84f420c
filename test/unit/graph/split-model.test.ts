import assert from 'node:assert/strict';
import { bypassNanGuard } from '../../../src/engine/graph/bypass-nan-guard';
import { findProjection } from '../../../src/engine/graph/find-projection';
import { indexGraph } from '../../../src/engine/graph/graph-index';
import { dataTypes } from '../../../src/engine/graph/onnx-model';
import { headNames } from '../../../src/engine/graph/score-nodes';
import { splitModel } from '../../../src/engine/graph/split-model';
import { subgraph } from '../../../src/engine/graph/subgraph';
import { projections, tinyLstm, tinyModel } from './tiny-model';

const linear = new Set(['MatMul', 'Gemm', 'MatMulInteger']);

describe('splitModel', () => {
  for (const projection of Object.keys(projections)) {
    const uncut = projection === 'none that can be cut off';
    it(`${uncut ? 'does not cut' : 'cuts at the input of'} the projection: ${projection}`, () => {
      const { body, head, projected } = splitModel(tinyModel({ projection }), 'logits');
      const operators = (nodes: typeof head.graph.node): boolean =>
        nodes.some(({ opType }) => linear.has(opType ?? ''));
      assert.equal(projected, !uncut);
      assert.equal(operators(head.graph.node), !uncut);
      assert.equal(operators(body.graph.node), uncut);
      assert.deepEqual(
        body.graph.output.map(({ name }) => name),
        [headNames.hidden, 'present.0.key'],
      );
      assert.ok(!head.graph.input.some(({ name }) => name === 'input_ids'));
      // What the other part needs is left out, the weights above all.
      const names = body.graph.initializer.map(({ name }) => name);
      assert.equal(names.includes('projection'), uncut);
      assert.ok(!head.graph.initializer.some(({ name }) => name === 'place'));
    });
  }

  it('finds the element type at the cut', () => {
    const type = (projection: string): number | undefined =>
      findProjection(indexGraph(tinyModel({ projection }).graph), 'logits')?.type;
    assert.equal(type('MatMul'), dataTypes.float);
    // The cast to half precision belongs to the projection, so the cut lies before it or behind it, but fits it.
    assert.equal(
      findProjection(indexGraph(tinyModel({ projection: 'half precision' }).graph), 'logits')?.hidden,
      'hidden_half',
    );
    assert.equal(type('half precision'), dataTypes.float16);
  });

  it('cuts a recurrent model behind its cells', () => {
    const { body, head, projected } = splitModel(tinyLstm(), 'logits');
    assert.ok(projected);
    assert.ok(body.graph.node.some(({ opType }) => opType === 'LSTM'));
    assert.ok(!head.graph.node.some(({ opType }) => opType === 'LSTM'));
    assert.deepEqual(
      body.graph.output.map(({ name }) => name),
      [headNames.hidden, 'h_out.0', 'c_out.0'],
    );
  });
});

describe('bypassNanGuard', () => {
  it('takes the softmax itself and leaves the guard dead', () => {
    const { graph } = tinyModel();
    const kept = subgraph(bypassNanGuard(graph), graph.input, graph.output).node.map(({ opType }) => opType);
    assert.ok(kept.includes('Softmax'));
    assert.ok(!kept.includes('IsNaN') && !kept.includes('Where'));
  });

  it('leaves other choices alone', () => {
    const { graph } = tinyModel();
    const node = graph.node.map((each) => (each.opType === 'IsNaN' ? { ...each, input: ['embedded'] } : each));
    const changed = { ...graph, node };
    assert.equal(bypassNanGuard(changed), changed);
  });
});
