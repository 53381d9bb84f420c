import assert from 'node:assert/strict';
import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import { inSteps } from '../../../src/engine/inside/in-steps';
import { Scheduler } from '../../../src/engine/scheduler';
import type { JoinedText } from '../../../src/engine/tasks/summary/sections/readable-text';
import type { SectionWriter, WrittenSection } from '../../../src/engine/tasks/summary/write/written-section';
import {
  writeSummary,
  type SummaryTold,
  type SummaryWish,
} from '../../../src/engine/tasks/summary/write/write-summary';
import type { Tokenization, Tokenizer } from '../../../src/engine/text/tokenizer';
import { FailureError, type SummaryDocument, type WrittenSummary } from '../../../src/protocol';

const none = new CancellationTokenSource().token;
const notHere = (): never => assert.fail('not asked for here');

/** A token is a word with the white space before it. */
const tokenizer: Tokenizer = {
  vocabularySize: 1,
  encode: (text): Promise<Tokenization> => {
    const spans = [...text.matchAll(/\s*\S+/g)].flatMap(({ index, 0: word }) => [index, index + word.length]);
    const count = spans.length / 2;
    return Promise.resolve({
      ids: new Int32Array(count),
      spans: Int32Array.from(spans),
      unknown: new Uint8Array(count),
    });
  },
  retokenize: notHere,
  piece: notHere,
  insertion: notHere,
  decode: notHere,
};

/** Writes what `text` makes of a section; each word was copied from the same word of the section, if it is there. */
class CopyingWriter implements SectionWriter {
  public readonly tokenizer = tokenizer;
  public readonly sentencesEach = 1;
  public readonly sections: string[] = [];

  public constructor(
    public readonly window: number,
    private readonly text: (section: string) => string,
    private readonly blind?: string,
  ) {}

  public async *write(
    section: JoinedText,
    _sentences: number,
    told: (text: string, tokens: readonly []) => void,
    token: CancellationToken,
  ): AsyncGenerator<void, WrittenSection, void> {
    this.sections.push(section.text);
    const source = await tokenizer.encode(section.text, token);
    const length = Math.min(this.window, source.ids.length);
    const readTo = length < source.ids.length ? source.spans[2 * length - 1]! : section.text.length;
    const wordAt = (at: number): string =>
      section.text.slice(source.spans[2 * at], source.spans[2 * at + 1]).replace(/[^\p{L}\p{N}]/gu, '').toLowerCase(); // prettier-ignore
    const text = this.text(section.text);
    const tokens = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => {
      told(text.slice(0, index + word.length), []);
      const weights = new Float32Array(length);
      const same = weights.findIndex((_, at) => wordAt(at) === word.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase());
      if (same >= 0) weights[same] = 1;
      const look = { weights, copied: same >= 0 ? 1 : 0 };
      return {
        start: index,
        end: index + word.length,
        logprob: Math.log(0.5),
        ...(this.blind === undefined && { look }),
      };
    });
    yield;
    return {
      text, tokens, source: source.spans.subarray(0, 2 * length), read: length, written: tokens.length, readTo, unfinished: false, ...(this.blind !== undefined && { blind: this.blind }),
    }; // prettier-ignore
  }
}

const document = (text: string): SummaryDocument => ({ name: 'a.md', text, markdown: true });
const firstSentence = (section: string): string => /[^\n.#][^\n.]*\./.exec(section.replace(/^#.*\n+/, ''))![0].trim();
const silent: SummaryTold = { writing: () => undefined, written: () => undefined };

async function summarise(
  writer: SectionWriter,
  wish: Partial<SummaryWish> & Pick<SummaryWish, 'documents'>,
  told: SummaryTold = silent,
): Promise<Omit<WrittenSummary, 'provenance'>> {
  const all = { sentences: 3, english: true, ...wish };
  return inSteps(
    new Scheduler(),
    none,
    writeSummary(writer, all, told, () => undefined, none),
  );
}

const parts = Array.from({ length: 9 }, (_, i) => `## Part ${i}\n\nChapter ${i} speaks of cats and of topic${i}. ${`Filler${i} follows here. `.repeat(40)}\n\n`); // prettier-ignore

describe('a summary that is put together', () => {
  it('has a line for each section that was chosen, and names the sections that were not', async () => {
    const text = parts.join('');
    const summary = await summarise(new CopyingWriter(150, firstSentence), { documents: [document(text)] });
    assert.equal(summary.sections.length, 3);
    assert.equal(summary.text.split('\n').length, 3);
    assert.equal(summary.sentences.length, 3);
    const left = summary.leftOut.filter(({ because }) => because === 'less-important');
    assert.equal(left.length, 6);
    assert.deepEqual(left.map(({ heading }) => heading), left.map(({ start }) => /Part \d/.exec(text.slice(start))![0])); // prettier-ignore
    // Whatever has a sentence is in a section or left out, and nothing twice.
    const spans = [...summary.sections, ...left].sort((a, b) => a.start - b.start);
    assert.deepEqual(spans.map(({ start }) => text.slice(start, start + 9)), parts.map((part) => part.slice(0, 9))); // prettier-ignore
    summary.sentences.forEach(({ start, end, sources, supported, section }, at) => {
      assert.equal(section, at);
      assert.ok(supported);
      assert.equal(text.slice(sources[0]!.start, sources[0]!.end), summary.text.slice(start, end));
    });
  });

  it('says of every word where it comes from, how probable it was and how much of it was copied', async () => {
    const text = 'The *o̊ld* 🕯 lamp, which **shines**, stands\r\nhere. Nothing else does.';
    const wish = { documents: [document(text)], sentences: 1 };
    const summary = await summarise(new CopyingWriter(400, () => 'The o̊ld lamp invents things'), wish);
    const sources = summary.words.map(({ sources: [source] }) => source && text.slice(source.start, source.end));
    assert.deepEqual(sources, ['The', 'o̊ld', 'lamp,', undefined, undefined]);
    assert.deepEqual(summary.words.map(({ start, end }) => summary.text.slice(start, end)), ['The', 'o̊ld', 'lamp', 'invents', 'things']); // prettier-ignore
    assert.deepEqual(summary.words.map(({ copied }) => copied), [1, 1, 1, 0, 0]); // prettier-ignore
    assert.ok(summary.words.every(({ probability }) => Math.abs(probability - 0.5) < 1e-9));
    assert.equal(summary.sentences[0]!.supported, true);
    assert.deepEqual(summary.way, { kind: 'attention' });
  });

  it('finds sources by shared words where nothing tells where the model looked, and says why', async () => {
    const text = 'Cats sleep all day. Dogs guard the old house. Birds sing.';
    const writer = new CopyingWriter(400, () => 'Dogs guard houses. Fish swim in rivers.', 'It is blind.');
    const summary = await summarise(writer, { documents: [document(text)] });
    assert.deepEqual(summary.way, { kind: 'similarity', why: 'It is blind.' });
    const [dogs, fish] = summary.sentences;
    assert.equal(text.slice(dogs!.sources[0]!.start, dogs!.sources[0]!.end), 'Dogs guard the old house.');
    assert.deepEqual([dogs!.supported, fish!.supported, fish!.sources.length], [true, false, 0]);
    assert.equal(text.slice(summary.words[1]!.sources[0]!.start, summary.words[1]!.sources[0]!.end), 'guard');
    assert.equal(summary.words[0]!.copied, undefined);
  });

  it('tells the words of a section, then the section, in order', async () => {
    const events: string[] = [];
    const told: SummaryTold = {
      writing: (section, text) => events.push(`${section} ${text.split(' ').length}`),
      written: ({ done, text, sentences, sections }) => {
        events.push(`done ${done} of ${sections.length}`);
        assert.equal(sentences.length, done);
        assert.equal(text.split('\n').length, done);
      },
    };
    await summarise(new CopyingWriter(150, () => `Says ${events.length} things.`), { documents: [document(parts.join(''))], sentences: 2 }, told); // prettier-ignore
    assert.deepEqual(events, ['0 1', '0 2', '0 3', 'done 1 of 2', '1 1', '1 2', '1 3', 'done 2 of 2']);
  });

  it('says nothing twice, and no more sentences than wanted', async () => {
    const same = await summarise(new CopyingWriter(150, () => 'Always the same words.'), { documents: [document(parts.join(''))] }); // prettier-ignore
    assert.equal(same.text, 'Always the same words.');
    const much = new CopyingWriter(400, () => ['Cats sleep.', 'Dogs bark.', 'Birds sing.', 'Fish swim.'].join(' '));
    const summary = await summarise(much, { documents: [document('It is a short text.')], sentences: 3 });
    assert.equal(summary.text, 'Cats sleep. Dogs bark. Birds sing.');
  });

  it('names what was cut of a sentence that is too long', async () => {
    const text = `Short one here. ${'Word '.repeat(300)}ends.`;
    const { leftOut } = await summarise(new CopyingWriter(100, () => 'Words.'), { documents: [document(text)] });
    assert.deepEqual(leftOut.map(({ because }) => because), ['too-long']); // prettier-ignore
    assert.equal(leftOut[0]!.end, text.length);
    assert.equal(text.slice(16, leftOut[0]!.start).split(' ').length, 100);
  });

  it('names code, tables and documents in another language', async () => {
    const french = 'Le chat dort dans la maison et le chien est sur la route avec les enfants du village.';
    const documents = [document('It is a short text. That is all.\n\n```\ncode\n```\n'), document(french)];
    const summary = await summarise(new CopyingWriter(100, firstSentence), { documents });
    assert.deepEqual(summary.foreign, [1]);
    assert.deepEqual(summary.leftOut.map(({ because, document: of }) => [because, of]), [['code', 0]]); // prettier-ignore
    assert.deepEqual(
      (await summarise(new CopyingWriter(100, firstSentence), { documents, english: false })).foreign,
      [],
    );
  });

  it('is refused where there is no prose, or no sentence is wanted', async () => {
    const code = (error: unknown): boolean => error instanceof FailureError && error.failure.code === 'document-empty';
    for (const text of ['', ' \n', '# Title', '```\nconst a = 1;\n```']) {
      await assert.rejects(summarise(new CopyingWriter(100, firstSentence), { documents: [document(text)] }), code);
    }
    const wish = { documents: [document('Words are here.')], sentences: 0 };
    await assert.rejects(summarise(new CopyingWriter(100, firstSentence), wish), FailureError);
  });

  it('ends between two steps when it is cancelled', async () => {
    const source = new CancellationTokenSource();
    const writer = new CopyingWriter(150, firstSentence);
    const told: SummaryTold = { writing: () => undefined, written: ({ done }) => done === 2 && source.cancel() };
    const wish = { documents: [document(parts.join(''))], sentences: 9, english: true };
    const work = writeSummary(writer, wish, told, () => undefined, source.token);
    await assert.rejects(inSteps(new Scheduler(), source.token, work), /Cancelled/);
    assert.equal(writer.sections.length, 2);
  });

  it('of a megabyte reads only as much as the summary has room for', async function () {
    this.timeout(30_000);
    const text = Array.from({ length: 1600 }, (_, i) => parts[i % 9]!.replaceAll(/(\D)\d/g, `$1${i}`)).join('');
    assert.ok(text.length > 1_000_000);
    const writer = new CopyingWriter(400, firstSentence);
    const summary = await summarise(writer, { documents: [document(text)], sentences: 6 });
    assert.equal(writer.sections.length, 6);
    assert.ok(writer.sections.every((section) => section.split(/\s+/).length <= 400));
    assert.ok(summary.leftOut.length > 100);
  });
});
