import { fail } from '../../../protocol';
import { languagesOf, type Translating } from '../../families/translating';
import { isOtherScript, languageName, seemsToBe } from './seems-to-be';

/** From which language to which, and what stands in front of a text to ask for it. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  /** A token of the model. */
  readonly token?: string;
  /** Words. */
  readonly prefix?: string;
}

const listed = (codes: readonly string[]): string => codes.map((code) => `${languageName(code)} (${code})`).join(', ');

/** Every way of a model: from one language to another. */
function waysOf(translating: Translating): readonly Direction[] {
  switch (translating.kind) {
    case 'pair':
      return [{ from: translating.from, to: translating.to }];
    case 'prefixes':
      return translating.ways;
    case 'tokens': {
      const { tokens } = translating;
      return Object.entries(tokens).flatMap(([to, token]) =>
        Object.keys(tokens).flatMap((from) => (from === to ? [] : [{ from, to, token }])),
      );
    }
  }
}

/** Where nothing tells the language of a text. */
const usual = 'en';

/**
 * Chooses among the ways of a model. `from`: absent: of several languages the one that the text seems to be in; `to`: absent:
 * the first that this is translated into. Refuses (`unsupported`) languages that the model does not have, and says which it has.
 */
export function directionOf(
  name: string,
  translating: Translating,
  text: string,
  asked: string | undefined,
  from: string | undefined,
): Direction {
  const ways = waysOf(translating);
  const to = asked ?? (ways.find((way) => way.from === (from ?? seemsToBe(text) ?? usual)) ?? ways[0])?.to ?? '';
  const possible = ways.filter((way) => way.to === to);
  if (possible.length === 0) {
    const targets = [...new Set(ways.map((way) => way.to))];
    throw fail(
      'unsupported',
      languagesOf(translating).includes(to)
        ? `${name} translates into ${listed(targets)} only, not into ${languageName(to)}. Choose another model.`
        : `${name} does not know the language "${to}". It translates into ${listed(targets)}.`,
    );
  }
  const wanted = from ?? (possible.length > 1 ? seemsToBe(text) : undefined);
  const found = possible.find((way) => way.from === wanted);
  if (found) return found;
  if (from === undefined) return possible[0]!;
  const sources = possible.map((way) => way.from);
  throw fail(
    'unsupported',
    `${name} does not translate from "${from}" into ${languageName(to)}, but from ${listed(sources)}.`,
  );
}

/** What to say of a sentence that seems to be in another language than is translated from. */
export function otherLanguage(text: string, { from, to }: Direction): string | undefined {
  if (isOtherScript(text, from)) {
    return `This seems not to be ${languageName(from)}, but was read as it.`;
  }
  const found = seemsToBe(text);
  if (found === undefined || found === from) return undefined;
  return found === to
    ? `This seems to be ${languageName(to)} already, and was read as ${languageName(from)}.`
    : `This seems to be ${languageName(found)}, and was read as ${languageName(from)}.`;
}
