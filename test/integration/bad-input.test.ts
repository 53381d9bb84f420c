import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open } from './editor-support';

const french =
  'Le bateau part du port tous les matins \u00e0 sept heures. Le capitaine boit son caf\u00e9 sur le pont et les mouettes le suivent. ' +
  "Quand il pleut, les passagers restent sous le toit et parlent du temps qu'il fait dans la vall\u00e9e.\r\n";
const binary = '\u0000\u0001\u0002PNG\u0003\ufffd'.repeat(40);
const english =
  'The ferry leaves the harbour at seven. The captain drinks his coffee on deck. The gulls follow the ferry.';

describe('what reads for you, of texts that are hard to read', function () {
  this.timeout(180_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
  });
  afterEach(closeAll);

  const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(command, ...args);
  const shown = () => api.summary().shown[0];
  const asked = async (question: string) => {
    await run('langscope.ask', question);
    return eventually('an end of asking', () => {
      const state = api.ask();
      return !state.busy && (state.failure ?? state.result?.asked === question.trim()) ? state : undefined;
    }, 90_000); // prettier-ignore
  };
  const translated = () =>
    eventually(
      'an end of translating',
      () => {
        const state = api.translation();
        return !state.busy && (state.problem !== undefined || state.translations.beam) ? state : undefined;
      },
      90_000,
    );

  for (const [what, content, summary, answer, translation] of [
    ['empty', '', /is empty/, /empty|nothing/i, /nothing to translate/],
    ['binary', binary, /looks binary/, /looks binary/, /looks binary/],
  ] as const) {
    it(`say of a document that is ${what} why there is nothing`, async () => {
      await open(content, 'plaintext');
      for (const wish of [{ method: 'lexrank' }, { model: 'langscope-summariser' }]) {
        await run('langscope.summarize', wish);
        assert.match(api.summary().refusal ?? '', summary);
      }
      assert.match((await asked('Who drinks coffee?')).failure?.message ?? '', answer);
      await run('langscope.translate');
      assert.match((await translated()).problem ?? '', translation);
    });
  }

  for (const [what, content] of [
    ['headings alone', '# The ferry\n\n## The harbour\n'],
    ['code alone', '```sh\nls harbour\n```\n'],
    ['marks alone', '***\n\n- \n\n| | |\n|-|-|\n'],
  ] as const) {
    it(`say of a document of ${what} that it has no sentences, whoever would summarise it`, async () => {
      await open(content);
      for (const wish of [{ method: 'lead' }, { model: 'langscope-summariser' }]) {
        await run('langscope.summarize', wish);
        assert.match(api.summary().refusal ?? shown()?.failure ?? '', /no sentences/);
      }
    });
  }

  it('keep code as it is where nothing else is to be translated', async () => {
    const content = '```sh\nls harbour\n```\n';
    await open(content);
    await run('langscope.translate');
    const { translations, problem } = await translated();
    if (translations.beam) assert.equal(translations.beam.text, content);
    else assert.match(problem ?? '', /nothing to translate|no text/i);
  });

  it('say that a text is in another language than the model was made for', async () => {
    await open(french);
    await run('langscope.summarize', { model: 'langscope-summariser', length: 'short' });
    assert.deepEqual([shown()?.end, shown()?.foreign], ['done', [0]]);
    // Places are those of the document, also behind line ends of Windows.
    const { sentences } = shown()!;
    for (const { sources } of sentences) for (const { start, end } of sources) assert.ok(start < end && end <= french.length); // prettier-ignore
    await run('langscope.translate', { to: 'fr' });
    const { translations } = await translated();
    assert.ok(
      translations.beam!.sentences.some(({ warning }) => warning !== undefined),
      'a warning',
    );
  });

  it('ask nothing where the question is empty, and refuse one that is longer than the window', async () => {
    await open(english);
    const before = api.ask().history;
    await run('langscope.ask', '  \n');
    assert.deepEqual([api.ask().busy, api.ask().history], [undefined, before]);
    const { failure } = await asked(`Who ${'drinks his coffee on deck and '.repeat(400)}leaves?`);
    assert.match(failure?.message ?? '', /question/i);
  });

  it('end when the document is closed while it is read, and go on with the next one', async () => {
    const long = Array.from({ length: 4000 }, (_, at) => `In year ${at} the ferry carried ${at * 7} gulls to the island of Hven.`).join('\n'); // prettier-ignore
    await open(long);
    void run('langscope.ask', 'Where did the ferry carry the gulls?');
    await eventually('reading', () => (api.ask().busy?.done ?? 0) > 0, 60_000);
    await closeAll();
    const { failure } = await eventually('the end of reading', () => !api.ask().busy && api.ask());
    assert.match(failure?.message ?? '', /closed while it was read/);
    await open(english);
    const { result } = await asked('What does the captain drink?');
    assert.equal(result?.asked, 'What does the captain drink?');
  });

  it('mark what they found as older where the document was edited while it was read', async () => {
    const long = Array.from({ length: 600 }, (_, at) => `In year ${at} the ferry carried ${at * 7} gulls to the island of Hven.`).join('\r\n'); // prettier-ignore
    const editor = await open(long);
    const question = 'Where did the ferry carry its gulls?';
    void run('langscope.ask', question);
    await eventually('reading', () => api.ask().busy !== undefined, 60_000);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Before all.\n'));
    const { result } = await eventually('an answer', () => !api.ask().busy && api.ask().result?.asked === question && api.ask(), 120_000); // prettier-ignore
    assert.equal(result?.stale, true);
    const text = editor.document.getText();
    assert.ok(text.startsWith('Before all.\r\n'));
    const [mark] = api.askMarks(editor.document);
    if (mark) assert.equal(editor.document.getText(mark), result.answers[0]!.text);
  });
});
