import type { CommandHandlers } from '../command-table';
import { saveFigure, stem } from '../save-figure';
import { exportedComparison } from './compare-export';
import type { CompareViewProvider } from './compare-view-provider';

type CompareCommands = Pick<
  CommandHandlers,
  | 'langscope.compareWithFile'
  | 'langscope.compareSelectionWithClipboard'
  | 'langscope.compare.swap'
  | 'langscope.compare.refresh'
  | 'langscope.compare.stop'
  | 'langscope.compare.toggleMarks'
  | 'langscope.compare.exportJson'
  | 'langscope.compare.exportCsv'
>;

/** Comparing texts, and the title-bar actions of the Compare view. */
export function compareCommands(compare: CompareViewProvider): CompareCommands {
  const save = (format: 'json' | 'csv'): Promise<void> => {
    const state = compare.state();
    return saveFigure(`${stem(state.candidate?.title)}-metrics.${format}`, exportedComparison(state, format));
  };
  return {
    'langscope.compareWithFile': (file) => compare.withFile(file),
    'langscope.compareSelectionWithClipboard': () => compare.withClipboard(),
    'langscope.compare.swap': () => compare.session.swap(),
    'langscope.compare.refresh': () => compare.session.again(),
    'langscope.compare.stop': () => compare.session.stop(),
    'langscope.compare.toggleMarks': () => compare.toggleMarks(),
    'langscope.compare.exportJson': () => save('json'),
    'langscope.compare.exportCsv': () => save('csv'),
  };
}
