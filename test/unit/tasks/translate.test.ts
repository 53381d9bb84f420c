import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import { clausesOf } from '../../../src/engine/tasks/translate/cut-clauses';
import { withSourceCode } from '../../../src/engine/tasks/translate/keep-code';
import { lossesOf } from '../../../src/engine/tasks/translate/losses';
import { withMarks } from '../../../src/engine/tasks/translate/place-marks';
import { directionOf } from '../../../src/engine/tasks/translate/direction';
import { isOtherScript, seemsToBe } from '../../../src/engine/tasks/translate/seems-to-be';
import { marksOf } from '../../../src/engine/tasks/translate/sentence-marks';
import { planOf } from '../../../src/engine/tasks/translate/text-plan';
import { translateHandlers } from '../../../src/engine/tasks/translate/translate-handlers';
import { FailureError, type RequestOf, type TranslatedSentence, type Translation } from '../../../src/protocol';
import { root } from '../text/checkout';

const none = new CancellationTokenSource().token;
const dot = join(root, 'test/unit/seq2seq/exports/translator-dot');
const cut = (text: string) => (span: { readonly start: number; readonly end: number }) =>
  text.slice(span.start, span.end);

/** Of every token with a text of its own it is known where the decoder looked. */
function aligned({ tokens, sourceTokens, attention }: TranslatedSentence): void {
  const columns = sourceTokens.length;
  assert.equal(attention!.length, tokens.length * columns);
  for (const [row, { text }] of tokens.entries()) {
    const sum = attention!.subarray(row * columns, (row + 1) * columns).reduce((total, weight) => total + weight, 0);
    assert.ok(sum <= 1.0001 && (text === '' || sum > 0), `${sum} of ${JSON.stringify(text)}`);
  }
}

describe('translations of a text', function () {
  this.timeout(30_000);
  const told: string[] = [];
  let engine: Engine;
  before(async () => {
    engine = new Engine(join(root, 'models/bundled'), (kind, event) => {
      if (kind === 'generated' && 'text' in event) told.push(event.text);
    });
    await engine.configure({ modelFolders: [], memoryLimitMb: 2048, threads: 1 });
  });
  after(() => engine.pool.configure({ memoryLimitMb: 1, threads: 1 }));

  const ask = (
    text: string,
    more: Partial<RequestOf<'translate'>> = {},
    token: CancellationToken = none,
  ): Promise<Translation> =>
    translateHandlers.translate(
      engine,
      {
        model: dot,
        precision: 'auto',
        provider: 'cpu',
        text,
        markdown: true,
        to: 'fr',
        beams: 1,
        lengthPenalty: 1,
        ...more,
      },
      token,
    );

  const refused = async (code: string, pattern: RegExp, asked: Promise<unknown>): Promise<void> => {
    await assert.rejects(asked, (error) => {
      assert.ok(error instanceof FailureError, String(error));
      assert.equal(error.failure.code, code);
      assert.match(error.message, pattern);
      return true;
    });
  };

  it('keep lines, marks and what is no language, and say where each word stands', async () => {
    const text =
      '---\r\ntitle: The text\r\n---\r\n# The model\r\n\r\n- The **text** is \u{1F600}small.\r\n\r\n```\r\nthe code\r\n```\r\n\r\n> The text\r\n> is small\r\n';
    const found = await ask(text, { task: 't' });
    const sources = found.sentences.map(({ source }) => cut(text)(source));
    assert.deepEqual(sources, ['The model', 'The **text** is \u{1F600}small.', 'The text\r\n> is small']);
    assert.ok(found.text.startsWith('---\r\ntitle: The text\r\n---\r\n# '), found.text);
    assert.ok(found.text.includes('\r\n\r\n```\r\nthe code\r\n```\r\n\r\n> '), found.text);
    assert.deepEqual(found.copied.map(({ kind }) => kind), ['markup', 'code']); // prettier-ignore
    for (const { target, tokens, sourceTokens, attention } of found.sentences) {
      assert.equal(attention?.length, tokens.length * sourceTokens.length);
      assert.ok(tokens.every((token) => token.start >= target.start && token.end <= target.end));
      assert.ok(tokens.every((token) => token.text === cut(found.text)(token)));
      assert.ok(sourceTokens.every((token) => token.text === cut(text)(token) && token.text === token.text.trim()));
    }
    const smile = found.sentences[1]!.sourceTokens.find((token) => token.text.includes('\u{1F600}'));
    assert.equal(smile?.unknown, true);
    assert.equal(told.at(-1), found.text.trimEnd());
    assert.deepEqual([found.from, found.to, found.attentionMissing], ['en', 'fr', undefined]);
  });

  it('divide what is too long between clauses', async () => {
    const text = `${'the text is small, and the model is in the text, '.repeat(12)}small.`;
    const { sentences } = await ask(text, { markdown: false });
    assert.ok(sentences.length > 1 && sentences.every(({ clause }) => clause));
    assert.ok(sentences.every(({ sourceTokens }) => sourceTokens.length <= 60));
    sentences.slice(0, -1).forEach(({ source }) => assert.match(cut(text)(source), /,$/));
    assert.equal(sentences.map(({ source }) => cut(text)(source)).join(' '), text);
  });

  it('warn of another language, and stop when they are cancelled', async () => {
    const { sentences } = await ask('Les fichiers sont dans le dossier, et il est petit.');
    assert.match(sentences[0]?.warning ?? '', /seems to be French already/);
    const { sentences: russian } = await ask('Файлы лежат в папке.');
    assert.equal(russian[0]?.warning, 'This seems not to be English, but was read as it.');
    const source = new CancellationTokenSource();
    const asked = ask('The text is small. '.repeat(500), {}, source.token);
    setTimeout(() => source.cancel(), 100);
    await refused('cancelled', /cancelled/i, asked);
  });

  it('are refused with what to do', async () => {
    await refused('document-empty', /empty/, ask(' \n'));
    await refused('unsupported', /does not know the language "de"/, ask('The text.', { to: 'de' }));
    await refused('unsupported', /does not translate from "fr" into French/, ask('The text.', { from: 'fr' }));
    for (const beams of [0, 65, 1.5]) await refused('bad-request', /beams/, ask('The text.', { beams }));
    const marian = join(root, 'test/unit/seq2seq/exports/marian');
    await refused('unsupported', /does not say between which languages/, ask('The text.', { model: marian }));
  });

  it('come from a model that is asked in words', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'langscope-t5-'));
    try {
      cpSync(join(root, 'test/unit/seq2seq/exports/t5'), folder, { recursive: true });
      const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as object;
      const task_specific_params = {
        summarization: { prefix: 'summarize: ' },
        translation_en_to_de: { prefix: 'translate English to German: ' },
        translation_en_to_fr: { prefix: 'translate English to French: ' },
      };
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, task_specific_params }));
      const { from, to, sentences, attentionMissing, text } = await ask('a text', { model: folder });
      assert.deepEqual([from, to, sentences.length], ['en', 'fr', 1]);
      assert.equal(sentences[0]!.sourceTokens.map(({ text }) => text).join(''), 'atext');
      assert.equal(attentionMissing, undefined, text);
      aligned(sentences[0]!);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('come from a model of one pair of languages, which tells them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'langscope-marian-'));
    try {
      cpSync(join(root, 'test/unit/seq2seq/exports/marian'), folder, { recursive: true });
      writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ source_lang: 'en', target_lang: 'fr' }));
      const found = await ask('a text', { model: folder, beams: 2 });
      assert.deepEqual([found.from, found.to, found.sentences.length], ['en', 'fr', 1]);
      assert.equal(found.text, cut(found.text)(found.sentences[0]!.target));
      aligned(found.sentences[0]!);
      await refused('unsupported', /translates into French \(fr\) only/, ask('un texte', { model: folder, to: 'en' }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the parts of a text to be translated', () => {
  it('are sentences, headings, items and cells', () => {
    const text =
      'Setext\n======\n\n## One *more*? ##\n\n1. An item\n\n| A | B c |\n|---|:-:|\n| x\\|y | 12 |\n\n    indented code\n';
    const { sentences, copied } = planOf(text, true);
    assert.deepEqual(sentences.map(cut(text)), ['Setext', 'One *more*?', 'An item', 'A', 'B c', 'x\\|y']);
    assert.deepEqual(copied.map(cut(text)), ['indented code']);
  });

  it('have marks, which go where their words went', () => {
    const text = 'See the **red** [car](http://a.b "c") now';
    const [sentence] = planOf(text, true).sentences;
    const marks = marksOf(text, sentence!);
    assert.deepEqual(
      marks.pairs.map(({ start, end, close }) => [sentence!.text.slice(start, end), close]),
      [
        ['red', '**'],
        ['car', '](http://a.b "c")'],
      ],
    );
    const pieces = [' Voir', ' la', ' voiture', ' rouge'];
    const { text: target, spans } = withMarks({ length: 19, pieces, from: [0, 4, 12, 8] }, marks);
    assert.equal(target, 'Voir la [voiture](http://a.b "c") **rouge**');
    assert.deepEqual(spans.map(cut(target)), ['Voir', 'la', 'voiture', 'rouge']);
  });

  it('keep their code', () => {
    const pieces = [' Run', ' `', 'b', '-', 'c', '`', ' now'];
    assert.equal(withSourceCode('Run `a --b` now', pieces).join(''), ' Run `a --b` now');
    assert.deepEqual(withSourceCode('Run it', pieces), pieces);
  });

  it('are divided behind the marks of clauses, else between words', () => {
    const text = 'a b c, d e f g h';
    const spans = Int32Array.from([...text.matchAll(/ ?[a-z]|,/g)].flatMap(({ index, 0: one }) => [index, index + one.length])); // prettier-ignore
    const words = clausesOf(text, spans, 6).map(({ start, end }) => text.slice(spans[2 * start], spans[2 * end - 1]));
    assert.deepEqual(words, ['a b c,', ' d e f g h']);
    assert.deepEqual(clausesOf('abcdef', Int32Array.from([0, 2, 2, 4, 4, 6]), 2).length, 2);
  });
});

describe('what a round trip shows', () => {
  it('the words that are lost and added, whatever their order and case', () => {
    const [text, back] = ['The red car isn’t here, the car.', "the car isn't red the house."];
    const { lost, added, words } = lossesOf(text, back);
    assert.deepEqual([lost.map(cut(text)), added.map(cut(back)), words], [['here', 'car'], ['house'], 7]); // prettier-ignore
  });

  it('into which language it goes where nobody says', () => {
    const both = { kind: 'tokens', tokens: { en: '<to-en>', fr: '<to-fr>' } } as const;
    const way = (text: string, to?: string): string => {
      const { from, to: into } = directionOf('x', both, text, to, undefined);
      return `${from} ${into}`;
    };
    assert.equal(way('The cat is in the house and it sleeps.'), 'en fr');
    assert.equal(way('Le chat est dans la maison et il dort.'), 'fr en');
    assert.equal(way('42'), 'en fr');
    assert.equal(way('Le chat est dans la maison et il dort.', 'fr'), 'en fr');
  });

  it('which language a text seems to be in', () => {
    assert.equal(seemsToBe('The files are in the folder of this project.'), 'en');
    assert.equal(seemsToBe("C'est l'un des fichiers de ce projet, dans le dossier."), 'fr');
    assert.equal(seemsToBe('Die Dateien sind nicht im Ordner, und das ist gut.'), 'de');
    assert.equal(seemsToBe('gnuplot 5.2'), undefined);
    assert.ok(isOtherScript('灯塔的看守人', 'en') && isOtherScript('Файлы лежат', 'fr'));
    assert.ok(!isOtherScript('Файлы лежат', 'ru') && !isOtherScript('The α and β of the model', 'en'));
    assert.ok(!isOtherScript('灯', 'en') && !isOtherScript('Файлы лежат', 'no language'));
  });
});
