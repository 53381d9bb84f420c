import type { PlaygroundDistribution } from '../../protocol';
import { formatPercent, formatVisible } from '../../protocol/format';
import { escapeXml, type Drawing } from '../shared/panel/figure-file';
import { barScale, barWords, cutLines, distributionFacts } from './bar-table';

/** As '#rrggbb'. */
export interface PlaygroundInks {
  readonly foreground: string;
  readonly quiet: string;
  readonly raw: string;
  readonly after: string;
  readonly font: string;
}

const row = 20;
const at = { bars: 130, model: 490, after: 560, words: 576 } as const;
const width = { bars: 290, all: 800 } as const;

/** The bars as they are seen, with real text. */
export function playgroundDrawing(distribution: PlaygroundDistribution, inks: PlaygroundInks): Drawing {
  const { bars, rest } = distribution;
  const scale = barScale(distribution);
  const parts: string[] = [];
  let y = 0;
  const write = (x: number, fill: string, text: string, more = ''): void => {
    parts.push(`<text x="${x}" y="${y + 14}" font-size="11" fill="${fill}" ${more}>${escapeXml(text)}</text>`);
  };
  const mono = `font-family="${escapeXml(inks.font)}"`;
  const right = 'text-anchor="end"';
  distributionFacts(distribution).forEach(([name, value]) => {
    write(0, inks.quiet, name);
    write(at.bars + 20, inks.foreground, value);
    y += row - 4;
  });
  y += 6;
  write(at.model, inks.raw, 'Model', right);
  write(at.after, inks.after, 'After', right);
  write(at.bars + width.bars, inks.quiet, formatPercent(scale), right);
  y += row;
  const line = (name: string, raw: number, filtered: number, words: string, more: string): void => {
    write(0, inks.foreground, name, more);
    const bar = (value: number, ink: string, down: number): string =>
      `<rect x="${at.bars}" y="${y + down}" width="${((width.bars * value) / scale).toFixed(1)}" height="7" fill="${ink}"/>`;
    parts.push(bar(raw, inks.raw, 2), bar(filtered, inks.after, 10));
    write(at.model, inks.foreground, formatPercent(raw), right);
    write(at.after, inks.foreground, formatPercent(filtered), right);
    write(at.words, inks.quiet, words);
    y += row;
  };
  const lines = cutLines(distribution);
  const cut = (before: number): void => {
    for (const { before: of, text } of lines) {
      if (of !== before) continue;
      const middle = y + 10;
      parts.push(
        `<line x1="${at.bars}" x2="${width.all}" y1="${middle}" y2="${middle}" stroke="${inks.foreground}" stroke-dasharray="4 3"/>`,
      );
      write(0, inks.foreground, text);
      y += row;
    }
  };
  bars.forEach((bar, index) => {
    cut(index);
    const { raw, filtered, removedBy } = bar;
    const struck = removedBy === undefined ? '' : 'text-decoration="line-through"';
    line(formatVisible(bar.piece), raw, filtered, barWords(bar), `${mono} ${struck}`);
  });
  cut(bars.length);
  line('rest', rest.raw, rest.filtered, `${rest.left} of ${rest.tokens} left`, '');
  return { width: width.all, height: y, svg: parts.join('\n') };
}
