import { partsOf, type AddedToken, type Part, type TokenizerFile } from './tokenizer-file';
import { knownSplitPatterns } from './split-patterns';

/**
 * Says whether a text may be cut between two UTF-16 code units: the tokens of the whole are then those of the left
 * part followed by those of the right part, whatever else the parts hold.
 */
export type CutRule = (before: number, after: number) => boolean;

/** Places where a cut can be safe, by the two characters beside it (see `kindOf`). */
const cutKinds = ['space', 'newline', 'punctuation', 'digit'] as const;
type CutKind = (typeof cutKinds)[number];
type Kinds = readonly CutKind[];

/** What a part does at cuts: where it always ends a pre-token, and where a cut does not change what it does elsewhere. */
interface Effect {
  readonly boundaries: Kinds;
  readonly tolerates: Kinds;
}

const local = (...boundaries: CutKind[]): Effect => ({ boundaries, tolerates: cutKinds });

/** Normalizers that keep printable ASCII printable ASCII and look no further than the characters they combine. */
const localNormalizers: ReadonlySet<string> = new Set([
  'NFC',
  'NFD',
  'NFKC',
  'NFKD',
  'Lowercase',
  'StripAccents',
  'BertNormalizer',
  'Nmt',
]);

const localModels: ReadonlySet<string> = new Set(['BPE', 'WordPiece', 'WordLevel', 'Unigram']);

/** Pre-tokenizers by type; undefined where nothing is promised. A prefix space is harmless before a space alone. */
const preTokenizers: Readonly<Record<string, (part: Part) => Effect | undefined>> = {
  ByteLevel: (part) => ({
    boundaries: part['use_regex'] === false ? [] : cutKinds,
    tolerates: part['add_prefix_space'] === false ? cutKinds : ['space'],
  }),
  Metaspace: (part) => ({
    boundaries: part['split'] === false ? [] : ['space'],
    tolerates: part['prepend_scheme'] === 'never' ? cutKinds : ['space'],
  }),
  Whitespace: () => local('space', 'newline', 'punctuation'),
  WhitespaceSplit: () => local('space', 'newline'),
  BertPreTokenizer: () => local('space', 'newline', 'punctuation'),
  Punctuation: (part) =>
    part['behavior'] === 'Isolated' || part['behavior'] === 'Removed' ? local('punctuation') : local(),
  Digits: () => local('digit'),
  CharDelimiterSplit: (part) => (part['delimiter'] === ' ' ? local('space') : local()),
  Split: splitEffect,
};

function splitEffect(part: Part): Effect | undefined {
  const pattern = part['pattern'] as Readonly<Record<string, unknown>> | null | undefined;
  const keepsMatches = part['invert'] === true ? part['behavior'] === 'Removed' : part['behavior'] === 'Isolated';
  const expression = pattern?.['Regex'];
  if (typeof expression === 'string')
    return keepsMatches && knownSplitPatterns.has(expression) ? local(...cutKinds) : undefined;
  const startsAtSpace =
    part['invert'] !== true && ['Isolated', 'Removed', 'MergedWithNext'].includes(String(part['behavior']));
  return pattern?.['String'] === ' ' && startsAtSpace ? local('space') : undefined;
}

/**
 * The rule of a tokenizer, from its declared parts alone; undefined when no cut can be promised to be safe (a part of
 * unknown type, a prefix for the whole text, added tokens that take white space with them, ...).
 */
export function cutRule(file: TokenizerFile): CutRule | undefined {
  if (!localModels.has(file.model.type)) return undefined;
  if (!partsOf(file.normalizer).every(({ type }) => localNormalizers.has(type))) return undefined;
  const effects = partsOf(file.preTokenizer).map((part) => preTokenizers[part.type]?.(part));
  const kinds = new Set<CutKind>(effects.flatMap((effect) => effect?.boundaries ?? []));
  for (const kind of cutKinds) {
    if (effects.some((effect) => effect?.tolerates.includes(kind) !== true)) kinds.delete(kind);
  }
  const normalizes = file.normalizer !== undefined;
  const added = file.added.filter(({ content }) => content.length > 1);
  if (kinds.size === 0 || file.added.some(({ greedy }) => greedy)) return undefined;
  if (normalizes && added.some(({ normalized }) => normalized)) return undefined;
  const inside = pairsInside(added);
  return (before, after) => {
    const kind = kindOf(before, after);
    if (kind === undefined || !kinds.has(kind)) return false;
    // A normalizer can turn other characters into white space: only printable ASCII is sure to stay what it is.
    if (normalizes && before > 0x7e) return false;
    return !inside.has(pair(before, after));
  };
}

const pair = (before: number, after: number): number => before * 0x10000 + after;

/** All neighbours inside added tokens: a cut between such two might go through an added token. */
function pairsInside(added: readonly AddedToken[]): ReadonlySet<number> {
  const pairs = new Set<number>();
  for (const { content } of added) {
    for (let i = 1; i < content.length; i++) pairs.add(pair(content.charCodeAt(i - 1), content.charCodeAt(i)));
  }
  return pairs;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
/** ASCII punctuation without the apostrophe (contractions) and the underscore (a word character to \w). */
const isPunctuation = (code: number): boolean =>
  code > 0x20 && code < 0x7f && !isDigit(code) && !isLetter(code) && code !== 0x27 && code !== 0x5f;

/** Surely not white space or a control character to any regular expression dialect. */
function isInk(code: number): boolean {
  if (code < 0x7f) return code > 0x20;
  if (code < 0xa1 || code === 0x1680 || code === 0x180e || code === 0x3000 || code === 0xfeff) return false;
  return code < 0x2000 || (code > 0x200f && code < 0x2028) || code > 0x206f;
}

function kindOf(before: number, after: number): CutKind | undefined {
  if (after === 0x20) return isInk(before) ? 'space' : undefined;
  if (isDigit(after)) return isLetter(before) ? 'digit' : undefined;
  if (!isLetter(before) && !isDigit(before)) return undefined;
  if (after === 0x0a || after === 0x0d) return 'newline';
  return isPunctuation(after) ? 'punctuation' : undefined;
}

/** The last safe cut in (from, to), where both neighbours lie inside [from, to); undefined if there is none. */
export function lastCut(text: string, from: number, to: number, rule: CutRule): number | undefined {
  for (let at = to - 1; at > from; at--) {
    if (rule(text.charCodeAt(at - 1), text.charCodeAt(at))) return at;
  }
  return undefined;
}

/** The first safe cut in (from, to), where both neighbours lie inside [from, to); undefined if there is none. */
export function firstCut(text: string, from: number, to: number, rule: CutRule): number | undefined {
  for (let at = from + 1; at < to; at++) {
    if (rule(text.charCodeAt(at - 1), text.charCodeAt(at))) return at;
  }
  return undefined;
}
