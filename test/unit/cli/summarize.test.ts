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

interface Placed {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Written extends Omit<Summary, 'sentences' | 'truncated'> {
  readonly way: object;
  readonly sentences: readonly Placed[];
  readonly words: readonly Placed[];
  readonly truncated: { readonly characters: number; readonly of: number; readonly sections: number } | null;
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

  it('prints a summary in the own words of a model, with its sources and what was left out', async () => {
    const model = join(root, 'test/unit/seq2seq/exports/recurrent');
    const long = join(folder, 'long.md');
    const part = (at: number): string => `## Part ${at}\n\n${`Sentence of part ${at} follows here. `.repeat(60)}\n\n`;
    writeFileSync(long, Array.from({ length: 5 }, (_, at) => part(at)).join(''));
    const arguments_ = ['summarize', long, '--model', model, '--sentences', '2'];
    const { status, out, error } = await langscope([...arguments_, '--json']);
    assert.equal(status, 0, error);
    const summary = JSON.parse(out) as Written;
    const text = readFileSync(long, 'utf8');
    assert.deepEqual(summary.way, { kind: 'attention' });
    assert.ok(summary.truncated!.sections > 0 && summary.truncated!.characters < summary.truncated!.of);
    assert.match(error, /sections; .* were left out/);
    for (const { text: own, start, end } of [...summary.sentences, ...summary.words]) {
      assert.equal(summary.text.slice(start, end), own);
    }
    for (const { file, start, end } of summary.sources) {
      assert.equal(file, long);
      assert.ok(text.slice(start, end).trim().length > 0);
    }
    const plain = await langscope(arguments_);
    assert.ok(plain.out.startsWith(`${summary.text}\n\n`));
    assert.match(plain.out, /recurrent · fp32 · cpu · window 400/);
    const short = join(folder, 'short.md');
    writeFileSync(short, 'A short text is here. It says little.');
    const whole = await langscope(['summarize', short, '--model', model, '--length', 'short', '--json']);
    assert.equal((JSON.parse(whole.out) as Written).truncated, null);
  });

  it('refuses models that write no summaries, and options that do not go together', async () => {
    const { status, error } = await langscope(['summarize', notes, '--model', 'langscope-gpt']);
    assert.equal(status, 1);
    assert.match(error, /langscope-gpt cannot write summaries/);
    for (const wrong of [
      ['--length', 'short', '--sentences', '2'],
      ['--method', 'lead', '--model', 'langscope-gpt'],
      ['--method', 'lexrank', '--keep'],
      ['--length', 'endless'],
    ]) {
      assert.equal((await langscope(['summarize', notes, ...wrong])).status, 2, wrong.join(' '));
    }
  });
});
