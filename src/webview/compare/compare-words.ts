import { formatCount, formatNumber, formatPercent } from '../../protocol/format';
import {
  rougeNames,
  type CompareSide,
  type Comparison,
  type Match,
  type Metrics,
  type RougeName,
} from '../../protocol';

const rougeTitles: Readonly<Record<RougeName, readonly [name: string, meaning: string]>> = {
  rouge1: ['ROUGE-1', 'single words that both have'],
  rouge2: ['ROUGE-2', 'pairs of neighbouring words'],
  rougeL: ['ROUGE-L', 'words in the same order, gaps allowed'],
  rougeLsum: ['ROUGE-Lsum', 'the same, line by line'],
};

export interface MetricRow {
  readonly name: string;
  readonly meaning: string;
  /** Absent where a figure has only one part, or is not known. */
  readonly precision?: string;
  readonly recall?: string;
  /** F1, or points of 100. */
  readonly value: string;
  /** 0 to 1, as a bar. */
  readonly share: number;
}

/** The figures as rows; before they are known their places are there. */
export function metricRows(metrics: Metrics | undefined): readonly MetricRow[] {
  const waiting = '\u2013';
  const points = (value: number | undefined): Pick<MetricRow, 'value' | 'share'> => ({
    value: value === undefined ? waiting : `${formatNumber(value)} / 100`,
    share: (value ?? 0) / 100,
  });
  return [
    ...rougeNames.map((key): MetricRow => {
      const [name, meaning] = rougeTitles[key];
      const { precision, recall, f1 } = metrics?.rouge[key] ?? {};
      return {
        name,
        meaning,
        precision: precision === undefined ? waiting : formatPercent(precision),
        recall: recall === undefined ? waiting : formatPercent(recall),
        value: f1 === undefined ? waiting : formatPercent(f1),
        share: f1 ?? 0,
      };
    }),
    {
      name: 'BLEU',
      meaning: 'runs of 1 to 4 words of the draft that the reference has; a draft shorter than the reference loses',
      ...points(metrics?.sentenceBleu),
    },
    {
      name: 'chrF',
      meaning: 'runs of 1 to 6 characters, so that word endings count; recall counts more',
      ...points(metrics?.chrf),
    },
  ];
}

/** The figures as a table of tabs, for a sheet or a letter. */
export function figuresText(metrics: Metrics): string {
  const rows = metricRows(metrics).map(({ name, precision = '', recall = '', value }) =>
    [name, precision, recall, value].join('\t'),
  );
  return ['\tPrecision\tRecall\tF1 or points', ...rows].join('\n');
}

/** A part of a text; `match`: of the result, where both texts have it. */
export interface TextPart {
  readonly text: string;
  readonly match: number | undefined;
}

/** The first characters of a text in parts; a match that begins within them is there as a whole. */
export function textParts(
  text: string,
  matches: readonly Match[],
  side: CompareSide,
  most: number,
): { readonly parts: readonly TextPart[]; readonly shown: number } {
  const order = matches.map((_, at) => at).sort((a, b) => matches[a]![side].start - matches[b]![side].start);
  const parts: TextPart[] = [];
  let at = 0;
  const plain = (end: number): void => {
    if (end > at) parts.push({ text: text.slice(at, end), match: undefined });
    at = Math.max(at, end);
  };
  for (const match of order) {
    const { start, end } = matches[match]![side];
    if (start >= most) break;
    plain(start);
    parts.push({ text: text.slice(start, end), match });
    at = end;
  }
  plain(Math.min(Math.max(most, at), text.length));
  return { parts, shown: at };
}

/** Share of letters beyond ASCII from which ROUGE's figures need a warning. */
const foreign = 0.02;

/** What a reader of the figures should know about these texts. */
export function warningOf({ candidate, reference }: Comparison): string | undefined {
  if (candidate.trim() === '' || reference.trim() === '') {
    return `The ${candidate.trim() === '' ? 'draft' : 'reference'} is empty: every figure is 0.`;
  }
  const sample = candidate.slice(0, 20_000) + reference.slice(0, 20_000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const beyond = sample.match(/(?![a-z])\p{L}/giu)?.length ?? 0;
  if (beyond <= letters * foreign) return undefined;
  return 'ROUGE, as rouge-score computes it, and the marks know the letters a to z only: others part words. chrF knows all letters.';
}

/** 'ferry leaves at seven, 4 words': what is said of a run. */
export function runLabel(text: string, words: number): string {
  return `${text.replace(/\s+/g, ' ')}, ${formatCount(words)} words that both have`;
}

/** What a screen reader says when new figures have come. */
export function announcement({ metrics, matches }: Comparison): string {
  const { rouge, sentenceBleu, chrf } = metrics;
  const runs = matches.length === 1 ? '1 shared run' : `${formatCount(matches.length)} shared runs`;
  return `ROUGE-1 ${formatPercent(rouge.rouge1.f1)}, ROUGE-L ${formatPercent(rouge.rougeL.f1)}, BLEU ${formatNumber(sentenceBleu)}, chrF ${formatNumber(chrf)}. ${runs}.`;
}
