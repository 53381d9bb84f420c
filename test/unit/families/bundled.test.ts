import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { root } from '../text/checkout';
import { load } from './tiny-folder';

const text =
  'The command prints the name of every file that it reads, and exits with status 1 when there is no such file. ' +
  'Options may stand in any order. See the manual for those that are understood by all commands. ';

describe('The bundled models', function () {
  this.timeout(60_000);

  for (const name of ['langscope-gpt', 'langscope-lstm', 'langscope-gru', 'langscope-rnn']) {
    it(`${name}: reads in pieces what it reads at once, and expects English`, async () => {
      const model = await load(join(root, 'models/bundled', name));
      const { ids } = await model.tokenizer.encode(text.repeat(4), new CancellationTokenSource().token);
      const whole = await model.read(model.begin(), ids, true);
      let state = model.begin();
      let difference = 0;
      for (let from = 0; from < ids.length; from += 24) {
        const read = await model.read(state, ids.slice(from, from + 24), true);
        const offset = from * model.hiddenSize;
        read.hidden.forEach(
          (value, at) => (difference = Math.max(difference, Math.abs(value - whole.hidden[offset + at]!))),
        );
        state = read.state;
      }
      assert.ok(difference < 1e-3, `largest difference ${difference}`);
      assert.equal(state.length, whole.state.length);
      assert.equal(state.meets(whole.state), model.family === 'recurrent');
      const rows = ids.length - 1;
      const scores = await model.score(whole.hidden.subarray(0, rows * model.hiddenSize), ids.subarray(1), 5);
      const mean = scores.logprob.reduce((sum, value) => sum - value, 0) / rows;
      // Guessing blindly would cost log(vocabulary) nats a token, 9 for 8,192 pieces.
      assert.ok(mean < 0.6 * Math.log(model.tokenizer.vocabularySize), `${mean} nats a token`);
      await model.dispose();
    });
  }
});
