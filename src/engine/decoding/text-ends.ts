import type { EndPlace, GenerationEnd, GenerationOptions } from '../../protocol';
import type { Tokenizer } from '../text/tokenizer';
import { blockEnd } from './block-end';

/** Where a text ends, in UTF-16 units, and why. */
export interface TextEnd {
  readonly at: number;
  readonly end: GenerationEnd;
}

/** Where the text of a sequence ends, by the strings and places that the options name. */
export interface TextEnds {
  /** Whether any text can end; else nothing needs to be decoded to know it. */
  readonly any: boolean;
  /** The first end in `text`; undefined: it goes on. */
  find(text: string): TextEnd | undefined;
  /** What of a text that goes on stays for certain: without half a character, and what may turn out to be an end. */
  certain(text: string): string;
}

/** Where a place ends `text` behind `before`, and what at the end of a text may become such an end. */
const places: Readonly<
  Record<
    Exclude<EndPlace, 'text'>,
    { end: GenerationEnd; find: (before: string, text: string) => number; open?: RegExp }
  >
> = {
  line: { end: 'line-end', find: (_before, text) => text.search(/\r?\n/) },
  block: { end: 'block-end', find: (before, text) => blockEnd(before, text) ?? -1, open: /\n\s*$/ },
};

/** Length of the longest beginning of `stop` with which `text` ends. */
function begun(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}

/** The ends of what is generated after `prompt`. */
export async function textEnds(
  tokenizer: Tokenizer,
  prompt: Int32Array,
  { stop, endAt }: Pick<GenerationOptions, 'stop' | 'endAt'>,
): Promise<TextEnds> {
  const place = endAt === 'text' ? undefined : places[endAt];
  // The last line of the prompt says how deep its block lies.
  const before = endAt === 'block' ? (await tokenizer.decode(prompt)).split('\n').at(-1)! : '';
  return {
    any: stop.length > 0 || place !== undefined,
    find: (text) => {
      const found = stop.map((string): TextEnd => ({ at: text.indexOf(string), end: 'stop-string' }));
      if (place) found.push({ at: place.find(before, text), end: place.end });
      return found
        .filter(({ at }) => at >= 0)
        .reduce<TextEnd | undefined>(
          (first, one) => (first === undefined || one.at < first.at ? one : first),
          undefined,
        );
    },
    certain: (text) => {
      const whole = text.replace(/\uFFFD+$/, '');
      const open = stop.reduce((most, string) => Math.max(most, begun(whole, string)), 0);
      const known = whole.slice(0, whole.length - open);
      return place?.open ? known.replace(place.open, '') : known;
    },
  };
}
