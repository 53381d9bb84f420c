import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../../src/protocol';
import { families } from '../../../src/engine/families/family-table';
import { JsonField } from '../../../src/engine/families/json-field';
import { readLangscopeFile } from '../../../src/engine/families/langscope-file';
import { root } from '../text/checkout';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly string[];
}

const schema = JSON.parse(readFileSync(join(root, 'media/langscope.schema.json'), 'utf8')) as Schema;

const whole = {
  $schema: '../langscope.schema.json',
  name: 'A model',
  family: 'recurrent',
  task: 'text-generation',
  licence: 'MIT',
  tokenizer: 'text/tokenizer.json',
  vocabSize: 8192,
  context: 512,
  startToken: 0,
  languages: { en: '<to-en>', fr: '<to-fr>' },
  letters: 'letters.json',
  inputs: { ids: 'tokens', attentionMask: 'mask', positionIds: 'places', constants: { speaker: 2 } },
  outputs: { logits: 'scores' },
  state: [{ input: 'h', output: 'h_out', shape: [1, 'batch', 640] }],
  cache: [{ input: 'past.*.key', output: 'present.*.key' }],
};

function read(value: unknown): ReturnType<typeof readLangscopeFile> {
  return readLangscopeFile(new JsonField('langscope.json', '', value));
}

function complaint(value: unknown): string {
  try {
    read(value);
    return '';
  } catch (error) {
    assert.ok(error instanceof FailureError);
    assert.equal(error.failure.code, 'config-broken');
    return error.message;
  }
}

describe('langscope.json', () => {
  it('is read whole', () => {
    const file = read(whole);
    assert.deepEqual(file.state, [{ input: 'h', output: 'h_out', shape: [1, 1, 640] }]);
    assert.deepEqual(file.inputs, {
      ids: 'tokens',
      attentionMask: 'mask',
      positionIds: 'places',
      constants: { speaker: 2 },
    });
    assert.deepEqual([file.family, file.logits, file.startToken, file.context], ['recurrent', 'scores', 0, 512]);
    assert.deepEqual(file.cache, whole.cache);
    assert.deepEqual([file.languages, file.letters], [whole.languages, 'letters.json']);
  });

  it('needs nothing but the family of a transformer', () => {
    const file = read({ family: 'causal-transformer' });
    assert.deepEqual(file.state, []);
    assert.ok(!('startToken' in file));
  });

  const wrong: readonly (readonly [string, object])[] = [
    ['"name"', { name: '' }],
    ['"task"', { task: 3 }],
    ['"vocabSize"', { vocabSize: 0 }],
    ['"context"', { context: 1.5 }],
    ['"startToken"', { startToken: -1 }],
    ['"inputs"', { inputs: 'input_ids' }],
    ['"inputs.ids"', { inputs: { ids: 1 } }],
    ['"inputs.mask"', { inputs: { mask: 'm' } }],
    ['"inputs.constants.speaker"', { inputs: { constants: { speaker: 'two' } } }],
    ['"outputs.logits"', { outputs: { logits: [] } }],
    ['"state[0].output"', { state: [{ input: 'h', shape: [1] }] }],
    ['"state[0].shape[1]"', { state: [{ input: 'h', output: 'o', shape: [1, 'many'] }] }],
    ['"cache[0].input"', { cache: [{ input: 'past', output: 'present.*' }] }],
  ];
  for (const [place, change] of wrong) {
    it(`is refused with the place of what is wrong: ${place}`, () => {
      assert.ok(complaint({ ...whole, ...change }).includes(place), complaint({ ...whole, ...change }));
    });
  }

  it('knows the same fields as its schema', () => {
    const known = (value: object): string[] =>
      /Known here: (.*)\.$/.exec(complaint({ ...whole, ...value }))?.[1]?.split(', ') ?? [];
    const { properties } = schema;
    assert.deepEqual(known({ strange: 1 }).sort(), Object.keys(properties!).sort());
    assert.deepEqual(known({ inputs: { strange: 1 } }).sort(), Object.keys(properties!['inputs']!.properties!).sort());
    assert.deepEqual(
      known({ outputs: { strange: 1 } }).sort(),
      Object.keys(properties!['outputs']!.properties!).sort(),
    );
    for (const list of ['state', 'cache']) {
      assert.deepEqual(
        known({ [list]: [{ strange: 1 }] }).sort(),
        Object.keys(properties![list]!.items!.properties!).sort(),
      );
    }
    assert.deepEqual(
      properties!['family']!.enum,
      families.map(({ family }) => family),
    );
  });
});
