import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { langscope, root } from './world';

interface Summary {
  readonly text: string;
  readonly sentences: readonly { readonly text: string }[];
  readonly sources: readonly {
    readonly file: string;
    readonly start: number;
    readonly end: number;
    readonly weight: number;
  }[];
  readonly truncated: null;
}

const notes = join(root, 'samples/field-notes.md');
const folder = mkdtempSync(join(tmpdir(), 'langscope-summarize-'));

describe('langscope summarize', function () {
  this.timeout(30_000);

  it('prints the sentences with their places in the file', async () => {
    const { status, out } = await langscope(['summarize', notes, '--sentences', '3', '--json']);
    assert.equal(status, 0);
    const { sentences, sources, text, truncated } = JSON.parse(out) as Summary;
    assert.equal(sentences.length, 3);
    assert.equal(text, sentences.map((sentence) => sentence.text).join(' '));
    assert.equal(truncated, null);
    const file = readFileSync(notes, 'utf8');
    sources.forEach(({ start, end }, i) =>
      assert.equal(file.slice(start, end).replace(/\s+/g, ' ').replaceAll('*', ''), sentences[i]!.text),
    );
    assert.equal(Math.max(...sources.map(({ weight }) => weight)), 1);
  });

  it('takes several files and says which one a sentence is from', async () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'The second file has a sentence of its own. And one more.');
    const { out } = await langscope(['summarize', notes, other, '--method', 'lead', '--sentences', '2', '--json']);
    assert.deepEqual((JSON.parse(out) as Summary).sources.map(({ file }) => file), [notes, other]); // prettier-ignore
  });

  it('says of a file without sentences what is missing, and refuses unusable arguments', async () => {
    const code = join(folder, 'code.md');
    writeFileSync(code, '# Only\n\n```\nsome code.\n```\n');
    const { status, error } = await langscope(['summarize', code]);
    assert.equal(status, 1);
    assert.match(error, /no sentences/);
    assert.equal((await langscope(['summarize', notes, '--method', 'best'])).status, 2);
    assert.equal((await langscope(['summarize', '-', '-'])).status, 2);
  });
});
