import {
  formatBar,
  formatProbability,
  formatProvenance,
  formatVisible,
  type CompletedToken,
  type Completion,
} from '../../protocol';
import { code, commandLink, escape } from '../markdown';
import type { Translate } from '../translate';
import type { Rest } from './suggestion';

/** Names of the commands that links of the hover run. */
export const completionHoverCommands = ['langscope.showCompletions', 'langscope.copyText'] as const;

/** Cells of the longest bar. */
const barWidth = 8;
/** Rows of the table; the rest is counted. */
const mostRows = 16;

const row = ({ text, piece, logprob }: CompletedToken): string => {
  const bar = `<span style="color:var(--vscode-charts-blue);">${formatBar(Math.exp(logprob), barWidth)}</span>`;
  return `| ${code(formatVisible(text === '' ? piece : text))} | ${formatProbability(logprob)} | ${bar} |`;
};

/** What the hover of a suggestion says: each token with its probability, and that of the whole. */
export function completionMarkdown(rest: Rest, completion: Completion, t: Translate): string {
  const joint = rest.tokens.reduce((sum, { logprob }) => sum + logprob, 0);
  const whole = `**${t('suggested')}** \u00b7 ${t('{0} for all of it', `**${formatProbability(joint)}**`)}`;
  const given =
    rest.text === rest.whole.text && completion.typed.trim() !== ''
      ? t('The first token is one of those that begin with {0}.', code(formatVisible(completion.typed)))
      : '';
  const rows = rest.tokens.slice(0, mostRows).map(row);
  const more = rest.tokens.length - rows.length;
  const table = [`| ${t('token')} | ${t('probability')} | |`, '|:---|---:|:---|', ...rows].join('\n');
  const line = formatProvenance(completion.provenance);
  return [
    whole,
    table,
    ...(more > 0 ? [t('and {0} more tokens', more)] : []),
    given,
    commandLink(t('Others, with their probabilities'), 'langscope.showCompletions', [], t('Completions at the cursor')),
    commandLink(`*${escape(line)}*`, 'langscope.copyText', [line], t('Copy how these figures came about')),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}
