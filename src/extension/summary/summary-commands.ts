import * as vscode from 'vscode';
import type { CommandHandlers } from '../command-table';
import type { SummaryViewProvider } from './summary-view-provider';
import { wishOf } from './summary-wish';

type SummaryCommand = Extract<keyof CommandHandlers, `langscope.summar${string}`>;

/** Summarising, and what the Summary view's title bar and menus offer. */
export function summaryCommands(summary: SummaryViewProvider): Pick<CommandHandlers, SummaryCommand> {
  return {
    'langscope.summarize': (wish) => summary.summarize('document', wishOf(wish)),
    'langscope.summarizeSelection': (wish) => summary.summarize('selection', wishOf(wish)),
    'langscope.summarizeFiles': (first, all) => {
      const files = (Array.isArray(all) ? (all as readonly unknown[]) : [first]).filter((uri) => uri instanceof vscode.Uri); // prettier-ignore
      return summary.summarize('files', files.length > 0 ? { files } : {});
    },
    'langscope.summarizeFolder': (folder) =>
      summary.summarize('folder', folder instanceof vscode.Uri ? { folder } : {}),
    'langscope.summary.again': () => summary.again(),
    'langscope.summary.stop': () => summary.session.stop(),
    'langscope.summary.copy': () => summary.act('copy'),
    'langscope.summary.insertComment': () => summary.act('comment'),
    'langscope.summary.insertFrontMatter': () => summary.act('front-matter'),
    'langscope.summary.compare': () => summary.compare(),
    'langscope.summary.exportJson': () => summary.act('json'),
    'langscope.summary.exportMarkdown': () => summary.act('markdown'),
  };
}
