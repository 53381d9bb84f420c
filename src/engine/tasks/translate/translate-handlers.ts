import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, mostBeams, type RequestOf, type TranslateRequests, type Translation } from '../../../protocol';
import type { Engine } from '../../engine';
import { readModelFolder, type ModelFolder } from '../../families/model-folder';
import type { Handlers } from '../../handlers';
import { urgency } from '../../scheduler';
import { provenanceOf } from '../../scoring/window-shape';
import { readTokenizerFile } from '../../text/tokenizer-file';
import { modelLooks } from '../looks/model-looks';
import { directionOf } from './direction';
import { lossesOf } from './losses';
import { translateText, type ToldText } from './translate-text';
import { Translator } from './translator';

/** What a text so far is told again after at the earliest, ms: long ones are long messages. */
const tellAfter = 50;

/** Passes on what is new, but not faster than it can be looked at; the end of a sentence always. */
function atEase(tell: ToldText): ToldText {
  let last = 0;
  return (text, tokens) => {
    const now = performance.now();
    if (tokens.length > 0 && now - last < tellAfter) return;
    last = now;
    tell(text, tokens);
  };
}

function check({ text, beams, lengthPenalty }: RequestOf<'translate'>): void {
  if (!/\S/.test(text)) {
    throw fail('document-empty', 'There is nothing to translate: the text is empty. Write or select some.');
  }
  if (!Number.isSafeInteger(beams) || beams < 1 || beams > mostBeams) {
    throw fail('bad-request', `The number of beams must be a whole number from 1 to ${mostBeams}.`);
  }
  if (!Number.isFinite(lengthPenalty)) throw fail('bad-request', 'The length penalty must be a number.');
}

/** How the model is told which language is wanted. Refuses those that do not translate. */
function translatingOf(
  { translating, capabilities }: ModelFolder,
  name: string,
): NonNullable<ModelFolder['translating']> {
  const report = capabilities.find(({ capability }) => capability === 'translate');
  if (translating && report && report.missing === undefined) return translating;
  throw fail('unsupported', `${name} cannot translate. ${report?.missing ?? ''}`.trim());
}

async function translate(
  engine: Engine,
  request: RequestOf<'translate'>,
  token: CancellationToken,
): Promise<Translation> {
  const { text, markdown, to, from, beams, lengthPenalty, task } = request;
  check(request);
  const path = engine.folderOf(request.model);
  const folder = await readModelFolder(path);
  const direction = directionOf(request.model, translatingOf(folder, request.model), text, to, from);
  const model = await engine.seq2seq(request, token);
  const { added } = await readTokenizerFile(folder.tokenizerFolder);
  const special = added.flatMap((one) => (one.special ? [one.id] : []));
  const looks = modelLooks(engine, path, model.precision, token);
  const translator = new Translator(model, special, looks.find);
  const told = atEase((whole, tokens) => {
    if (task !== undefined) engine.emit('generated', { task, sequence: 0, text: whole, tokens });
  });
  try {
    return await engine.inside.workWith(model, task, token, async function* (_, report) {
      const search = { beams, lengthPenalty };
      const found = yield* translateText(translator, text, markdown, direction, search, told, report, token);
      const window = model.facts.context ?? Infinity;
      const provenance = provenanceOf(model.facts, { window, stride: window });
      return { ...found, from: direction.from, to: direction.to, provenance };
    });
  } finally {
    looks.release();
  }
}

/** Requests about a text in another language. */
export const translateHandlers: Handlers<keyof TranslateRequests> = {
  translate,
  losses: (engine, { text, back }) =>
    engine.scheduler.once(urgency.visible, () => Promise.resolve(lossesOf(text, back))),
};
