import {
  type Alternative,
  type Figures,
  type ResponseOf,
  type TokenDetails,
  formatBar,
  formatBits,
  formatCount,
  formatNumber,
  formatProbability,
  formatProvenance,
  formatRank,
  formatVisible,
} from '../protocol';
import { bandName } from './colour/legend';
import { code, commandLink, escape } from './markdown';
import type { Replacement } from './replacement';
import type { Translate } from './translate';

/** Names of the commands that links of the hover run. */
export const hoverCommands = ['langscope.replaceToken', 'langscope.copyText'] as const;

export interface HoverContent {
  readonly uri: string;
  readonly version: number;
  readonly answer: ResponseOf<'inspect'>;
  /** The text of the word that `answer.word` spans. */
  readonly wordText: string;
  /** Names of `answer.ranges`. */
  readonly rangeNames: readonly string[];
  /** Figures of the whole document, for the provenance. */
  readonly document: Figures | undefined;
  readonly rankThresholds: readonly number[];
}

/** Cells of the longest bar. */
const barWidth = 8;

/** What the hover of a token says, as Markdown with HTML; undefined when there is no token. */
export function hoverMarkdown(content: HoverContent, t: Translate): string | undefined {
  const { token } = content.answer;
  if (!token) return undefined;
  const sections = [
    headOf(token, content, t),
    alternativesOf(token, content, t),
    figuresOf(content, t),
    provenanceOf(content, t),
  ];
  return sections.filter((section) => section !== '').join('\n\n---\n\n');
}

function headOf(token: TokenDetails, content: HoverContent, t: Translate): string {
  const title = `**${code(formatVisible(token.piece))}**`;
  const unknown = token.unknown ? [`*${t('not in the vocabulary: the figures are of the unknown token')}*`] : [];
  if (token.logprob === undefined) {
    const { state } = content.answer;
    const reason =
      state.kind === 'done' || state.kind === 'live'
        ? t('not scored: the model has nothing before it to expect it from')
        : t('not scored yet');
    return [title, reason, ...unknown].join(' \u00b7 ');
  }
  const parts = [
    title,
    `**${formatProbability(token.logprob)}**`,
    t('perplexity {0}', formatNumber(Math.exp(-token.logprob))),
    `**${formatBits(-token.logprob)}**`,
  ];
  const band = token.rank === undefined ? -1 : content.rankThresholds.filter((top) => token.rank! >= top).length;
  const second = [
    ...(token.rank === undefined || token.rank < 0
      ? []
      : [t('rank {0} ({1})', formatRank(token.rank), bandName(content.rankThresholds, band, t))]),
    ...(token.entropy === undefined ? [] : [t('entropy {0}', formatBits(token.entropy))]),
    ...unknown,
  ];
  return `${parts.join(' \u00b7 ')}  \n${second.join(' \u00b7 ')}`;
}

function alternativesOf(token: TokenDetails, content: HoverContent, t: Translate): string {
  if (token.alternatives.length === 0) return '';
  const cells = token.alternatives.map((alternative) => {
    const bar = `<span style="color:var(--vscode-charts-blue);">${formatBar(Math.exp(alternative.logprob), barWidth)}</span>`;
    return `${alternativeName(alternative, token, content, t)} | ${formatProbability(alternative.logprob)} | ${bar}`;
  });
  // Two columns, read downwards: a hover is wide but not high.
  const rows = Math.ceil(cells.length / 2);
  const lines = Array.from({ length: rows }, (_, row) => `| ${cells[row]!} | ${cells[row + rows] ?? ' | |'} |`);
  return [`| ${t('expected')} | | | | | |`, '|:---|---:|:---|:---|---:|:---|', ...lines].join('\n');
}

function alternativeName(alternative: Alternative, token: TokenDetails, content: HoverContent, t: Translate): string {
  const label = code(formatVisible(alternative.piece));
  if (alternative.id === token.id) return `**${label}** \u2190`;
  if (alternative.text === undefined) return label;
  const { uri, version } = content;
  const replacement: Replacement = { uri, version, start: token.start, end: token.end, text: alternative.text };
  return commandLink(label, 'langscope.replaceToken', [replacement], t('Write this instead'));
}

function figuresOf(content: HoverContent, t: Translate): string {
  const { word, ranges } = content.answer;
  const rows = [
    ...(word ? [figuresRow(`${t('word')} ${code(shorten(formatVisible(content.wordText)))}`, word.figures)] : []),
    ...ranges.map((figures, index) => figuresRow(escape(content.rangeNames[index] ?? ''), figures)),
  ];
  if (rows.length === 0) return '';
  // Columns of a hover's table touch; a wide space keeps their names apart.
  const names = [t('tokens'), t('surprisal'), t('perplexity'), t('bits per byte')].map((name) => `&emsp;${name}`);
  return [`| | ${names.join(' | ')} |`, '|:---|---:|---:|---:|---:|', ...rows].join('\n');
}

function figuresRow(name: string, figures: Figures): string {
  const surprisal = figures.scored === 0 ? undefined : figures.nll;
  const cells = [
    formatCount(figures.tokens),
    formatBits(surprisal),
    formatNumber(figures.perplexity),
    formatNumber(figures.bitsPerByte),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

function provenanceOf(content: HoverContent, t: Translate): string {
  const line = formatProvenance(content.answer.provenance, content.document);
  const live = content.answer.state.kind === 'live' ? ` \u00b7 ${t('live')}` : '';
  return commandLink(`*${escape(line)}*`, 'langscope.copyText', [line], t('Copy how these figures came about')) + live;
}

function shorten(text: string): string {
  const letters = Array.from(text);
  return letters.length <= 32 ? text : `${letters.slice(0, 31).join('')}\u2026`;
}
