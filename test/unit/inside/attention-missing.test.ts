import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describeModel } from '../../../src/engine/families/catalogue';
import { findAttention } from '../../../src/engine/graph/attention/find-attention';
import { int64Tensor, makeNode, tensorInfo } from '../../../src/engine/graph/make-node';
import { dataTypes, type Graph, type Node, type OnnxModel } from '../../../src/engine/graph/onnx-model';
import { root } from '../text/checkout';
import { filesFor, folderOf, removeFolders } from '../families/tiny-folder';
import { AttentionEngine, exportsFolder, headMap } from './attention-engine';

const { float, int64 } = dataTypes;
const weight = (name: string, dims: readonly number[]) => ({
  name,
  dims,
  dataType: float,
  floatData: Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_value, i) => Math.sin(i) / 4),
});

const [vocabulary, width] = [64, 8];

/** A graph from embeddings to logits, with the given nodes between `embedded` and `mixed`, [1, tokens, 8]. */
function graphOf(nodes: readonly Node[], initializer: Graph['initializer'] = []): OnnxModel {
  const graph: Graph = {
    name: 'tiny',
    node: [
      makeNode('Gather', ['table', 'input_ids'], ['embedded'], { axis: 0 }),
      ...nodes,
      makeNode('MatMul', ['mixed', 'head'], ['logits']),
    ],
    initializer: [weight('table', [vocabulary, width]), weight('head', [width, vocabulary]), ...initializer],
    input: [tensorInfo('input_ids', int64, [1, 'tokens'])],
    output: [tensorInfo('logits', float, [1, 'tokens', vocabulary])],
  };
  return {
    irVersion: 8,
    opsetImport: [
      { domain: '', version: 17 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph,
  };
}

const projections = ['query', 'key', 'value'].map((name) => makeNode('MatMul', ['embedded', `w_${name}`], [name]));
const projectionWeights = ['query', 'key', 'value'].map((name) => weight(`w_${name}`, [width, width]));
const product = [...projections, makeNode('Transpose', ['key'], ['turned'], { perm: [0, 2, 1] })];

/** One head, whose mask does not matter here: [1, tokens, tokens], without a dimension of heads. */
const eager = graphOf(
  [
    ...product,
    makeNode('MatMul', ['query', 'turned'], ['scores']),
    makeNode('Softmax', ['scores'], ['weights'], { axis: -1 }),
    makeNode('MatMul', ['weights', 'value'], ['mixed']),
  ],
  projectionWeights,
);

/** A router of experts: softmax of a product with a weight, multiplied with an activation. */
const router = graphOf(
  [
    makeNode('MatMul', ['embedded', 'w_query'], ['routes']),
    makeNode('Softmax', ['routes'], ['shares'], { axis: -1 }),
    makeNode('Mul', ['shares', 'embedded'], ['mixed']),
  ],
  projectionWeights,
);

/** A mixture by matrix product: the softmax still comes from a product with a weight. */
const mixture = graphOf(
  [
    makeNode('MatMul', ['embedded', 'w_query'], ['routes']),
    makeNode('Softmax', ['routes'], ['shares'], { axis: -1 }),
    makeNode('MatMul', ['shares', 'w_key'], ['mixed']),
  ],
  projectionWeights,
);

const unknownOperator = graphOf(
  [{ ...makeNode('SparseAttention', ['embedded'], ['mixed']), domain: 'com.microsoft' }],
  [int64Tensor('unused', [1])],
);

const sitesOf = (model: OnnxModel) => findAttention(model.graph, 'input_ids', 17);

describe('Attention that is none, or that cannot be seen', () => {
  after(removeFolders);

  it('is a softmax between two products of activations only', () => {
    assert.deepEqual(
      sitesOf(eager).map(({ found, cross }) => [found.kind, cross]),
      [['tap', false]],
    );
    assert.deepEqual([sitesOf(router), sitesOf(mixture)], [[], []]);
  });

  it('is told with a reason where an operator hides it', () => {
    const [site, ...others] = sitesOf(unknownOperator);
    assert.equal(others.length, 0);
    assert.ok(site?.found.kind === 'missing');
    assert.match(site.found.reason, /SparseAttention does not show what it weighs; export the model with eager/);
  });

  it('is refused with a sentence where no softmax is attention', async () => {
    const engine = new AttentionEngine();
    const folder = folderOf(filesFor(router));
    await assert.rejects(engine.read(folder, 'w1 w2 w3'), /cannot be seen: no softmax stands between two products/);
    await engine.dispose([folder]);
  });

  it('is read at once from a graph without a cache, and has one head where it has no dimension of heads', async () => {
    const engine = new AttentionEngine();
    const folder = folderOf(filesFor(eager));
    const { reading, stacks, tokens } = await engine.read(folder, 'w1 w2 w3 w4 w5');
    assert.deepEqual([stacks[0]!.layers, stacks[0]!.heads, tokens.ids.length], [1, 1, 5]);
    const matrix = await engine.matrix(reading, headMap(0, 0));
    for (const row of matrix) assert.ok(Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
    assert.deepEqual(matrix.flat(), [...stacks[0]!.thumbnails.weights]);
    await engine.dispose([folder]);
  });

  it('is in the report of each model', async () => {
    const missing = async (folder: string): Promise<string | undefined> => {
      const { capabilities, problem } = await describeModel(folder);
      assert.equal(problem, undefined);
      const report = capabilities.find(({ capability }) => capability === 'attention');
      assert.ok(report);
      return report.missing;
    };
    assert.equal(await missing(join(root, 'models/bundled/langscope-gpt')), undefined);
    assert.match(
      (await missing(join(root, 'models/bundled/langscope-lstm'))) ?? '',
      /recurrent model has no attention/i,
    );
    assert.equal(await missing(join(exportsFolder, 'gpt2-mha')), undefined);
    assert.match((await missing(folderOf(filesFor(unknownOperator)))) ?? '', /SparseAttention does not show/);
    assert.match(
      (await missing(folderOf(filesFor(graphOf([makeNode('Tanh', ['embedded'], ['mixed'])]))))) ?? '',
      /eager/,
    );
  });
});
