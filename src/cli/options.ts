import { parseArgs } from 'node:util';
import {
  endPlaces,
  extractiveMethods,
  gateSeries,
  influenceMeasures,
  influenceUnits,
  mostAnswers,
  mostBeams,
  precisions,
  providers,
  sentencesOfLength,
  summaryLengths,
  textProperties,
} from '../protocol';

/** Unusable arguments: exit status 2. */
export class UsageError extends Error {}

/** How an option's argument is read, and what it is called in the help. */
type Declaration =
  | { readonly kind: 'flag'; readonly help: string }
  | {
      readonly kind: 'text';
      readonly argument: string;
      readonly help: string;
      /** How it is written where that is not its name, which another option has. */
      readonly written?: string;
    }
  | { readonly kind: 'choice'; readonly argument: string; readonly of: readonly string[]; readonly help: string }
  | { readonly kind: 'number'; readonly argument: string; readonly help: string }
  | {
      readonly kind: 'count';
      readonly argument: string;
      readonly least: number;
      readonly most: number;
      readonly help: string;
    };

/** How `gates` sorts cells. */
const cellOrders = ['index', 'variance', ...textProperties] as const;

/** Every option of every command. */
export const options = {
  model: {
    kind: 'text',
    argument: 'M',
    help: 'a bundled or imported model, or the folder of one; default: langscope-gpt',
  },
  precision: {
    kind: 'choice',
    argument: 'P',
    of: ['auto', ...precisions],
    help: `weights to take: auto, ${precisions.join(', ')}`,
  },
  provider: {
    kind: 'choice',
    argument: 'P',
    of: ['auto', ...providers],
    help: `where to run: auto, ${providers.join(', ')}`,
  },
  window: {
    kind: 'count',
    argument: 'W',
    least: 2,
    most: 1_000_000,
    help: 'tokens a window holds; default: at most 1024',
  },
  stride: {
    kind: 'count',
    argument: 'S',
    least: 1,
    most: 1_000_000,
    help: 'tokens between window starts; default: W / 2',
  },
  top: { kind: 'count', argument: 'K', least: 0, most: 64, help: 'most probable alternatives per token; default: 5' },
  text: { kind: 'text', argument: 'TEXT', help: 'the text itself, instead of a FILE' },
  at: { kind: 'count', argument: 'N', least: 0, most: 2 ** 31, help: 'the token at this UTF-16 offset alone' },
  from: { kind: 'count', argument: 'N', least: 0, most: 2 ** 31, help: 'UTF-16 offset where to begin; default: 0' },
  to: { kind: 'count', argument: 'N', least: 0, most: 2 ** 31, help: 'UTF-16 offset where to end; default: the end' },
  layer: { kind: 'count', argument: 'L', least: 0, most: 9999, help: 'the layer, counted from 0; default: 0' },
  head: { kind: 'count', argument: 'H', least: 0, most: 9999, help: 'the head, counted from 0; default: 0' },
  target: { kind: 'text', argument: 'TEXT', help: 'the second text of an encoder-decoder model' },
  stack: {
    kind: 'choice',
    argument: 'S',
    of: ['self', 'encoder', 'decoder', 'cross'],
    help: 'which attention of an encoder-decoder model: encoder, decoder or cross; default: cross',
  },
  mean: {
    kind: 'choice',
    argument: 'M',
    of: ['heads', 'layers', 'all'],
    help: 'the mean over the heads of the layer, the layers of the head, or all of them',
  },
  rollout: { kind: 'flag', help: 'attention followed through the layers up to --layer; default: all of them' },
  words: { kind: 'flag', help: 'the pieces of each word together: summed as keys, averaged as queries' },
  'mask-start': { kind: 'flag', help: 'leave out the first token as a key and scale the rest of each row to one' },
  series: {
    kind: 'choice',
    argument: 'S',
    of: [...new Set(Object.values(gateSeries).flat())],
    help: 'input, forget, output, update or reset gate, candidate, cell or hidden state; default: hidden',
  },
  cells: { kind: 'text', argument: 'C', help: 'cells such as 0-31 or 3,5; default: the first 12, with --json all' },
  order: {
    kind: 'choice',
    argument: 'O',
    of: cellOrders,
    help: `cells with the largest variance first, or by correlation: ${cellOrders.slice(1).join(', ')}; default: index`,
  },
  last: { kind: 'flag', help: 'the last token of the text, which is the default' },
  measure: {
    kind: 'choice',
    argument: 'M',
    of: ['auto', ...influenceMeasures],
    help: 'gradient (recurrent models), or what comes before removed or replaced; default: gradient where there is one',
  },
  unit: {
    kind: 'choice',
    argument: 'U',
    of: influenceUnits,
    help: `what is removed or replaced together: ${influenceUnits.join(', ')}; default: token`,
  },
  curve: { kind: 'flag', help: 'the mean over several tokens of the text, by distance' },
  targets: { kind: 'count', argument: 'N', least: 1, most: 256, help: 'how many tokens --curve is over; default: 16' },
  longest: { kind: 'count', argument: 'N', least: 1, most: 4096, help: 'tokens back of --curve; default: 128' },
  language: { kind: 'text', argument: 'LANG', written: 'to', help: 'the language to translate into, such as fr or en' },
  question: { kind: 'text', argument: 'TEXT', help: 'what is asked' },
  spans: { kind: 'count', argument: 'N', least: 1, most: mostAnswers, help: 'answers to look for; default: 3' },
  threshold: {
    kind: 'number',
    argument: 'X',
    help: "give an answer that is more than X nats likelier than none; default: the model's own, else 0",
  },
  system: {
    kind: 'text',
    argument: 'TEXT',
    help: 'how the model shall answer: the system message of the conversation',
  },
  render: { kind: 'flag', help: 'print what the model would read, and do not run it' },
  both: { kind: 'flag', help: 'ask directly and step by step, and give the probability of each answer either way' },
  answers: { kind: 'text', argument: 'A|B', help: 'answers to compare with --both; default: those that are given' },
  prompt: { kind: 'text', argument: 'TEXT', help: 'the text to go on from, taken as it is, instead of a FILE' },
  'max-new-tokens': { kind: 'count', argument: 'N', least: 1, most: 1_000_000, help: 'tokens to write; default: 64' },
  beams: {
    kind: 'count',
    argument: 'B',
    least: 1,
    most: mostBeams,
    help: 'hypotheses to follow; default: 1, the best token',
  },
  return: { kind: 'count', argument: 'R', least: 1, most: 1000, help: 'sequences to return; default: 1' },
  'length-penalty': { kind: 'number', argument: 'A', help: 'score = log-probability / tokens^A; default: 1' },
  'early-stopping': { kind: 'flag', help: 'end as soon as as many beams as are followed have ended' },
  groups: { kind: 'count', argument: 'G', least: 1, most: 64, help: 'groups of beams that are kept apart; default: 1' },
  'diversity-penalty': {
    kind: 'number',
    argument: 'D',
    help: 'cost of a token for each beam of an earlier group that takes it in the same step',
  },
  stop: { kind: 'text', argument: 'TEXT', help: 'end before this text' },
  'end-at': {
    kind: 'choice',
    argument: 'E',
    of: endPlaces,
    help: `end with the ${endPlaces.join(', ')}; default: text`,
  },
  lookup: { kind: 'flag', help: 'sooner where the text repeats itself, with the same result; the best token only' },
  sample: { kind: 'flag', help: 'draw from what the samplers leave' },
  seed: { kind: 'count', argument: 'S', least: 0, most: 2 ** 32 - 1, help: 'of the drawing; default: 0' },
  temperature: { kind: 'number', argument: 'T', help: 'divides the logits' },
  'top-k': { kind: 'count', argument: 'K', least: 0, most: 2 ** 31, help: 'keep the K most probable tokens' },
  'top-p': { kind: 'number', argument: 'P', help: 'keep the most probable tokens that together reach P' },
  'min-p': { kind: 'number', argument: 'P', help: 'keep tokens of at least the share P of the largest probability' },
  'typical-p': { kind: 'number', argument: 'P', help: 'keep the tokens nearest to the expected surprisal, up to P' },
  'epsilon-cutoff': { kind: 'number', argument: 'E', help: 'remove tokens below the probability E' },
  'repetition-penalty': { kind: 'number', argument: 'R', help: 'makes tokens that occurred less probable' },
  'presence-penalty': { kind: 'number', argument: 'R', help: 'subtracted from the logits of tokens that occurred' },
  'frequency-penalty': { kind: 'number', argument: 'R', help: 'the same for each time that they occurred' },
  'no-repeat-ngram': { kind: 'count', argument: 'N', least: 0, most: 1000, help: 'no N tokens in a row twice' },
  logits: { kind: 'text', argument: 'FILE', help: 'JSON with {"logits", "previousIds", "options"}' },
  method: {
    kind: 'choice',
    argument: 'M',
    of: [...extractiveMethods, 'model'],
    help: `how sentences are chosen: ${extractiveMethods.join(', ')}; model: written anew; default: ${extractiveMethods[0]}, with --model model`,
  },
  length: {
    kind: 'choice',
    argument: 'L',
    of: summaryLengths,
    help: `of the summary: ${summaryLengths.map((name) => `${name} (${sentencesOfLength[name]} sentences)`).join(', ')}`,
  },
  sentences: { kind: 'count', argument: 'N', least: 1, most: 10_000, help: 'sentences of the summary; default: 5' },
  keep: { kind: 'flag', help: 'copy only what the selector would keep (langscope-summariser)' },
  candidate: { kind: 'text', argument: 'FILE', help: 'the text that is measured' },
  reference: { kind: 'text', argument: 'FILE', help: 'the text that it is measured by' },
  name: { kind: 'text', argument: 'N', help: 'what to call the model; default: as the file is called' },
  replace: { kind: 'flag', help: 'take the place of a model of that name' },
  smollm2: { kind: 'flag', help: 'get SmolLM2-135M-Instruct (98 MB)' },
  json: { kind: 'flag', help: 'print JSON' },
  verbose: { kind: 'flag', help: "show the engine's own output on standard error" },
  help: { kind: 'flag', help: 'show this help' },
} as const satisfies Readonly<Record<string, Declaration>>;

export type OptionName = keyof typeof options;

/** What stands behind the two dashes. */
export function writtenName(name: OptionName): string {
  const declaration: Declaration = options[name];
  return declaration.kind === 'text' ? (declaration.written ?? name) : name;
}

type ValueOf<D> = D extends { kind: 'flag' }
  ? true
  : D extends { kind: 'count' | 'number' }
    ? number
    : D extends { of: readonly (infer T)[] }
      ? T
      : string;

/** The options as given; those not given are absent. */
export type Values = { readonly [N in OptionName]?: ValueOf<(typeof options)[N]> };

export interface Arguments {
  readonly values: Values;
  readonly positionals: readonly string[];
}

/** Reads the arguments of a command that knows `allowed`; throws UsageError for what it cannot use. */
export function readArguments(args: readonly string[], allowed: readonly OptionName[]): Arguments {
  const known = Object.fromEntries(
    allowed.map((name) => [
      writtenName(name),
      { type: options[name].kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const name = allowed.find((option) => writtenName(option) === token.name);
    if (name === undefined) throw new UsageError(`Unknown option ${token.rawName}.`);
    if (name in values) throw new UsageError(`${token.rawName} is given twice.`);
    values[name] = valueOf(token.rawName, options[name], token.value);
  }
  return { values, positionals };
}

function valueOf(name: string, declaration: Declaration, given: string | undefined): unknown {
  if (declaration.kind === 'flag') {
    if (given !== undefined) throw new UsageError(`${name} takes no value.`);
    return true;
  }
  if (given === undefined || given === '') throw new UsageError(`${name} needs a value (${declaration.help}).`);
  if (declaration.kind === 'text') return given;
  if (declaration.kind === 'number') {
    const value = Number(given);
    if (Number.isFinite(value) && given.trim() !== '') return value;
    throw new UsageError(`${name} must be a number, not '${given}'.`);
  }
  if (declaration.kind === 'choice') {
    if (declaration.of.includes(given)) return given;
    throw new UsageError(`${name} must be one of ${declaration.of.join(', ')}, not '${given}'.`);
  }
  const { least, most } = declaration;
  const count = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new UsageError(`${name} must be a whole number from ${least} to ${most}, not '${given}'.`);
}
