import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { langscope, root } from './world';

interface Answered {
  readonly text: string;
  readonly answered: boolean;
  readonly probability: number;
  readonly sources: readonly { readonly start: number; readonly end: number; readonly weight: number }[];
  readonly answers: readonly {
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly gap: number;
  }[];
  readonly none: number;
  readonly threshold: number;
  readonly truncated: null;
  readonly model: string;
}

const notes = join(root, 'samples/field-notes.md');
const folder = mkdtempSync(join(tmpdir(), 'langscope-ask-'));

describe('langscope ask', function () {
  this.timeout(60_000);
  before(function () {
    if (existsSync(join(root, 'models/bundled/langscope-reader'))) return;
    console.log('      skipped: models/bundled/langscope-reader is not there');
    this.skip();
  });

  it('prints stretches of the file with their probability, as JSON', async () => {
    const asked = ['ask', notes, '--question', 'What is every station?', '--json', '--spans', '2'];
    const { status, out } = await langscope(asked);
    assert.equal(status, 0);
    const file = readFileSync(notes, 'utf8');
    const found = JSON.parse(out) as Answered;
    assert.equal(found.answers.length, 2);
    for (const { text, start, end } of found.answers) assert.equal(file.slice(start, end), text);
    assert.ok(found.answers[0]!.gap >= found.answers[1]!.gap);
    assert.equal(found.answered, found.answers[0]!.gap > found.threshold);
    assert.deepEqual([found.truncated, found.model], [null, 'langscope-reader']);
  });

  it('withholds what is not likelier enough than no answer, and says so', async () => {
    const asked = ['ask', notes, '--question', 'What is every station?'];
    const { out } = await langscope([...asked, '--threshold', '1000', '--json']);
    const { text, answered, sources, probability, none } = JSON.parse(out) as Answered;
    assert.deepEqual([text, answered, sources, probability], ['', false, [], none]);
    assert.match((await langscope([...asked, '--threshold', '1000'])).out, /^no answer \([^)]+%\)\n\nThe likeliest place, withheld:\n.+\n {2}line \d+/); // prettier-ignore
    assert.match((await langscope([...asked, '--threshold', '-1000'])).out, /^.+\n {2}line \d+ · .+ % · .+ nats over no answer/); // prettier-ignore
  });

  it('says of a text in another language that it is in one', async () => {
    const french = join(folder, 'french.md');
    writeFileSync(
      french,
      'Le gardien du phare allume la lampe chaque nuit, et les navires la cherchent dans la nuit.\n',
    );
    const { status, out, error } = await langscope(['ask', french, '--question', 'Who lights the lamp?', '--json']);
    assert.equal(status, 0);
    assert.ok((JSON.parse(out) as { foreign: boolean }).foreign);
    assert.match(
      error,
      /french\.md seems to be in another language than English, which langscope-reader was made for\./,
    );
    const english = await langscope(['ask', notes, '--question', 'What is every station?', '--json']);
    assert.deepEqual([(JSON.parse(english.out) as { foreign: boolean }).foreign, english.error], [false, '']);
  });

  it('says in a sentence what cannot be asked', async () => {
    const empty = join(folder, 'empty.md');
    writeFileSync(empty, ' \n');
    assert.match((await langscope(['ask', empty, '--question', 'Who?'])).error, /The text is empty/);
    assert.match((await langscope(['ask', notes, '--question', ' '])).error, /There is no question/);
    const long = await langscope(['ask', notes, '--question', 'who or '.repeat(60)]);
    assert.equal(long.status, 2);
    assert.match(long.error, /has \d+ tokens; langscope-reader reads questions of at most 40/);
    const gpt = await langscope(['ask', notes, '--question', 'Who?', '--model', 'langscope-gpt']);
    assert.match(gpt.error, /langscope-gpt cannot answer from a text/);
    assert.equal((await langscope(['ask', notes])).status, 2);
    assert.equal((await langscope(['ask', notes, '--question', 'Who?', '--spans', '0'])).status, 2);
  });
});
