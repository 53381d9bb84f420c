import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { inSteps } from '../../../src/engine/inside/in-steps';
import { SpanReader } from '../../../src/engine/reader/span-reader';
import { Scheduler } from '../../../src/engine/scheduler';
import { askDocument } from '../../../src/engine/tasks/ask/ask-document';
import { root } from '../text/checkout';

interface Asked {
  readonly file: string;
  readonly question: string;
  /** All that is right; none where the text does not tell. */
  readonly answers: readonly string[];
}

const none = CancellationToken.None;
const recipe = join(root, 'models/recipes/seq2seq');
const asked = JSON.parse(readFileSync(join(recipe, 'asked.json'), 'utf8')) as readonly Asked[];
/** As SQuAD compares answers. */
const plain = (text: string): string =>
  (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).filter((word) => !['a', 'an', 'the'].includes(word)).join(' ');

describe('the bundled reader, asked in words of people', function () {
  this.timeout(120_000);

  it('finds two of five answers as its card says, and gives none where there is none', async () => {
    const folder = join(root, 'models/bundled/langscope-reader');
    const model = await SpanReader.open(folder, { precision: 'auto', provider: 'cpu', threads: 1 }, none);
    const [right, given]: [string[], string[]] = [[], []];
    try {
      for (const { file, question, answers } of asked) {
        const text = readFileSync(join(recipe, 'asked', file), 'utf8');
        const wish = { text, markdown: true, question, answers: 1 };
        const ignore = (): void => undefined;
        const reading = await inSteps(new Scheduler(), none, askDocument(model, wish, none, ignore, ignore));
        const best = reading.answers[0];
        if (best && answers.length === 0 && best.gap > reading.threshold) given.push(question);
        if (best && answers.map(plain).includes(plain(text.slice(best.start, best.end)))) right.push(question);
      }
    } finally {
      await model.dispose();
    }
    const answerable = asked.filter(({ answers }) => answers.length > 0).length;
    assert.ok(right.length / answerable >= 0.4, `${right.length} of ${answerable}`);
    assert.deepEqual(given, []);
  });
});
