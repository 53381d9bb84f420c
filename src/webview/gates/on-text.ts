import { formatCount, formatNumber, formatVisible } from '../../protocol/format';
import type { SeriesFacts } from './series-facts';
import type { TokenRange } from './token-range';

/** Characters of a choice that are quoted in a sentence. */
const quoted = 48;

/** The chosen tokens as text: '‘the quick’'; the middle of a long choice is left out. */
export function choiceText(pieces: readonly string[], { from, to }: TokenRange): string {
  const text = formatVisible(pieces.slice(from, to).join(''));
  const characters = Array.from(text);
  if (characters.length <= quoted) return `\u2018${text}\u2019`;
  const half = quoted / 2;
  return `\u2018${characters.slice(0, half).join('')} … ${characters.slice(-half).join('')}\u2019`;
}

/** 'At 4 tokens' or 'At this token'. */
export function choiceSize({ from, to }: TokenRange): string {
  return to - from === 1 ? '1 token' : `${formatCount(to - from)} tokens`;
}

/** '12 of 640 cells have the forget gate above 0.5 at each of these 4 tokens.' */
export function onSentence(
  on: number,
  cells: number,
  { name, kind }: Pick<SeriesFacts, 'name' | 'kind'>,
  threshold: number,
  { from, to }: TokenRange,
): string {
  const size =
    kind === 'state' ? `farther than ${formatNumber(threshold)} from zero` : `above ${formatNumber(threshold)}`;
  const where = to - from === 1 ? 'at this token' : `at each of these ${formatCount(to - from)} tokens`;
  const which =
    on === 0 ? 'No cell has' : `${formatCount(on)} of ${formatCount(cells)} cells ${on === 1 ? 'has' : 'have'}`;
  return `${which} ${name} ${size} ${where}.`;
}
