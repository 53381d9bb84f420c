import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { FailureCode, LoadOptions } from '../../../src/protocol';
import { encodeModel } from '../../../src/engine/graph/onnx-model';
import { hiddenSize, tinyLstm, tinyModel, vocabulary, withExternalData } from '../graph/tiny-model';
import {
  config,
  failureOf,
  filesFor,
  folderOf,
  lstmDescription,
  removeFolders,
  without,
  wordTokenizer,
  type Files,
} from './tiny-folder';

interface BadCase {
  readonly what: string;
  readonly files: Files;
  readonly code: FailureCode;
  /** The sentence must name these. */
  readonly says: readonly RegExp[];
  readonly options?: Partial<LoadOptions>;
}

const onnx = encodeModel(tinyModel());
const good = filesFor(tinyModel());
const external = withExternalData(tinyModel(), 'model.onnx_data');

function described(langscope: object): Files {
  return filesFor(tinyLstm(), { 'langscope.json': langscope });
}

const cases: readonly BadCase[] = [
  { what: 'an empty folder', files: {}, code: 'model-empty', says: [/empty/, /config\.json/] },
  { what: 'no config.json', files: without(good, 'config.json'), code: 'config-missing', says: [/config\.json/, /langscope\.json/] },
  { what: 'no tokenizer.json', files: without(good, 'tokenizer.json'), code: 'tokenizer-missing', says: [/tokenizer\.json/] },
  { what: 'a broken tokenizer.json', files: { ...good, 'tokenizer.json': '{"model":' }, code: 'tokenizer-broken', says: [/tokenizer\.json/] },
  { what: 'no ONNX file', files: without(good, 'onnx/model.onnx'), code: 'onnx-missing', says: [/onnx\/model\.onnx/] },
  { what: 'config.json that is no JSON', files: { ...good, 'config.json': '{"model_type": llama}' }, code: 'config-broken', says: [/config\.json/, /JSON/] },
  { what: 'a truncated ONNX file', files: { ...good, 'onnx/model.onnx': onnx.slice(0, onnx.length / 2) }, code: 'onnx-broken', says: [/model\.onnx/, /download/] },
  { what: 'an ONNX file cut within its weights', files: { ...good, 'onnx/model.onnx': onnx.slice(0, 2500) }, code: 'onnx-broken', says: [/too early|ends at/] },
  { what: 'a file that is not ONNX', files: { ...good, 'onnx/model.onnx': '<!doctype html><title>404</title>' }, code: 'onnx-broken', says: [/not an ONNX file/] },
  { what: 'an ONNX file of nothing', files: { ...good, 'onnx/model.onnx': '' }, code: 'onnx-broken', says: [/not an ONNX file/] },
  { what: 'a Git LFS pointer in its place', files: { ...good, 'onnx/model.onnx': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n' }, code: 'onnx-broken', says: [/model\.onnx/] },
  { what: 'an unknown family', files: { ...good, 'config.json': { model_type: 'vit', architectures: ['ViTForImageClassification'] } }, code: 'family-unknown', says: [/"vit"/, /langscope\.json/] },
  { what: 'an encoder-decoder of an unknown family', files: { ...good, 'config.json': { ...config, is_encoder_decoder: true } }, code: 'family-unknown', says: [/decoder-only/] },
  { what: 'an encoder, for scoring', files: { ...good, 'config.json': { model_type: 'bert', architectures: ['BertForMaskedLM'] } }, code: 'unsupported', says: [/no next token/, /can show its attention/, /choose a decoder-only/] },
  { what: 'an encoder-decoder, for scoring', files: { ...without(good, 'onnx/model.onnx'), 'onnx/encoder_model.onnx': onnx, 'onnx/decoder_model.onnx': onnx, 'config.json': { model_type: 't5', is_encoder_decoder: true } }, code: 'unsupported', says: [/one text into another/, /can show its attention/] },
  { what: 'an encoder without its decoder', files: { ...without(good, 'onnx/model.onnx'), 'onnx/encoder_model.onnx': onnx, 'config.json': { model_type: 't5', is_encoder_decoder: true } }, code: 'onnx-missing', says: [/no decoder/, /onnx\/decoder_model\.onnx/] },
  { what: 'a decoder without its encoder', files: { ...without(good, 'onnx/model.onnx'), 'onnx/decoder_model.onnx': onnx, 'config.json': { model_type: 'bart' } }, code: 'onnx-missing', says: [/no encoder/] },
  { what: 'a decoder that needs a cache', files: { ...without(good, 'onnx/model.onnx'), 'onnx/encoder_model.onnx': onnx, 'onnx/decoder_with_past_model.onnx': onnx, 'config.json': { model_type: 'bart' } }, code: 'onnx-missing', says: [/needs a cache/, /Export/] },
  { what: 'an encoder and a decoder in different precisions', files: { ...without(good, 'onnx/model.onnx'), 'onnx/encoder_model.onnx': onnx, 'onnx/decoder_model_q4.onnx': onnx, 'config.json': { model_type: 'bart' } }, code: 'onnx-missing', says: [/different precisions/] },
  { what: 'inputs that nobody knows', files: filesFor(tinyModel({ strange: true })), code: 'inputs-unknown', says: [/"speaker", "mood"/, /inputs\.constants/] },
  { what: 'logits narrower than the tokenizer', files: { ...good, 'tokenizer.json': wordTokenizer(vocabulary + 9) }, code: 'vocabulary-mismatch', says: [/73/, /64/] },
  { what: 'external weights that are missing', files: filesFor(external.model), code: 'weights-missing', says: [/model\.onnx_data/, /not there/] },
  { what: 'external weights that are too short', files: filesFor(external.model, { 'onnx/model.onnx_data': external.data.subarray(0, 3000) }), code: 'weights-missing', says: [/3000 bytes/] },
  { what: 'external weights outside the folder', files: filesFor(withExternalData(tinyModel(), '../../secret').model), code: 'onnx-broken', says: [/outside/] },
  { what: 'a precision that is not there', files: good, code: 'precision-missing', says: [/no q4/, /fp32 \(1 MB\)/], options: { precision: 'q4' } },
  { what: 'a provider of another system', files: good, code: 'provider-failed', says: [/Windows|macOS/, /"auto"/], options: { provider: process.platform === 'win32' ? 'coreml' : 'dml' } },
  { what: 'langscope.json with an unknown family', files: described({ ...lstmDescription, family: 'quantum' }), code: 'config-broken', says: [/"family" must be one of "causal-transformer", "recurrent"/, /"quantum"/] },
  { what: 'langscope.json without state', files: described({ family: 'recurrent' }), code: 'config-broken', says: [/"state" must be/] },
  { what: 'langscope.json with a wrong shape', files: described({ ...lstmDescription, state: [{ input: 'h.0', output: 'h_out.0', shape: [1, 'batch', -8] }] }), code: 'config-broken', says: [/"state\[0\]\.shape\[2\]"/, /-8/] },
  { what: 'langscope.json with a misspelt field', files: described({ ...lstmDescription, starttoken: 0 }), code: 'config-broken', says: [/"starttoken" is unknown/, /startToken/] },
  { what: 'langscope.json that is a list', files: described([]), code: 'config-broken', says: [/the top level must be an object/] },
  { what: 'langscope.json with state that the graph lacks', files: described({ ...lstmDescription, state: [{ input: 'x', output: 'y', shape: [1, 1, hiddenSize] }] }), code: 'inputs-unknown', says: [/input "x"/] },
  { what: 'langscope.json with state of another shape', files: described({ ...lstmDescription, state: lstmDescription.state.map((array) => ({ ...array, shape: [1, 1, 3] })) }), code: 'inputs-unknown', says: [/\[1, 1, 3\]/, /\[1, batch, 8\]/] },
]; // prettier-ignore

describe('A model folder that cannot be used', () => {
  after(removeFolders);

  it('is refused where it does not exist', async () => {
    const failure = await failureOf(join(folderOf({}), 'nowhere'));
    assert.equal(failure?.code, 'model-missing');
    assert.match(failure.message, /nowhere/);
  });

  for (const { what, files, code, says, options } of cases) {
    it(`is refused with a sentence: ${what}`, async () => {
      const failure = await failureOf(folderOf(files), options);
      assert.equal(failure?.code, code, failure?.message);
      for (const pattern of says) assert.match(failure.message, pattern);
      assert.match(failure.message, /\.$/);
    });
  }

  it('is usable where langscope.json names a value for the unknown inputs', async () => {
    const langscope = { family: 'causal-transformer', inputs: { constants: { speaker: 1, mood: 0 } } };
    assert.equal(
      await failureOf(folderOf(filesFor(tinyModel({ strange: true }), { 'langscope.json': langscope }))),
      undefined,
    );
  });

  it('is usable where the logits are wider than the tokenizer, as exporters pad them', async () => {
    assert.equal(await failureOf(folderOf({ ...good, 'tokenizer.json': wordTokenizer(50) })), undefined);
  });

  it('is usable where only the architecture tells the family', async () => {
    const unheard = { model_type: 'unheard-of', architectures: ['UnheardOfForCausalLM'] };
    assert.equal(await failureOf(folderOf({ ...good, 'config.json': unheard })), undefined);
  });
});
