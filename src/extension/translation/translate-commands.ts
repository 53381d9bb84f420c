import type { CommandHandlers } from '../command-table';
import { saveFigure, stem } from '../save-figure';
import type { TranslateViewProvider } from './translate-view-provider';

type TranslateCommands = Pick<
  CommandHandlers,
  | 'langscope.translate'
  | 'langscope.translation.again'
  | 'langscope.translation.stop'
  | 'langscope.translation.exportJson'
>;

/** Translating, and the title-bar actions of the Translate view. */
export function translateCommands(translation: TranslateViewProvider): TranslateCommands {
  return {
    'langscope.translate': () => translation.translate(),
    'langscope.translation.again': () => translation.session.again(),
    'langscope.translation.stop': () => translation.session.stop(),
    'langscope.translation.exportJson': () => {
      const { source } = translation.state();
      return saveFigure(`${stem(source?.title)}-translation.json`, translation.export());
    },
  };
}
