import type { CommandHandlers } from '../command-table';
import { saveFigure, stem } from '../save-figure';
import { exportedAnswers } from './ask-export';
import type { AskViewProvider } from './ask-view-provider';

type AskCommands = Pick<
  CommandHandlers,
  | 'langscope.ask'
  | 'langscope.ask.again'
  | 'langscope.ask.stop'
  | 'langscope.ask.exportJson'
  | 'langscope.ask.exportCsv'
>;

/** Asking the document, and the title-bar actions of the Ask view. */
export function askCommands(view: AskViewProvider): AskCommands {
  const save = (ending: 'json' | 'csv'): Promise<void> => {
    const { result, threshold } = view.session;
    const name = `${stem(result?.about.name)}-answers.${ending}`;
    return saveFigure(name, result && exportedAnswers(result, threshold, ending));
  };
  return {
    'langscope.ask': (question) => view.open(typeof question === 'string' ? question : undefined),
    'langscope.ask.again': () => view.session.again(),
    'langscope.ask.stop': () => view.session.stop(),
    'langscope.ask.exportJson': () => save('json'),
    'langscope.ask.exportCsv': () => save('csv'),
  };
}
