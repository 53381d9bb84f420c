import type { CommandHandlers } from '../command-table';
import { saveFigure, stem } from '../save-figure';
import type { TranslateViewProvider } from './translate-view-provider';
import { translateWayOf, translateWishOf } from './translate-wish';

type TranslateCommand = Extract<keyof CommandHandlers, 'langscope.translate' | `langscope.translation.${string}`>;

/** Translating, what can be done with a translation, and the title-bar actions of the Translate view. */
export function translateCommands(translation: TranslateViewProvider): Pick<CommandHandlers, TranslateCommand> {
  return {
    'langscope.translate': (wish) => translation.translate(translateWishOf(wish)),
    'langscope.translation.again': () => translation.session.again(),
    'langscope.translation.stop': () => translation.session.stop(),
    'langscope.translation.replace': (way) => translation.act('replace', translateWayOf(way)),
    'langscope.translation.insert': (way) => translation.act('insert', translateWayOf(way)),
    'langscope.translation.copy': (way) => translation.act('copy', translateWayOf(way)),
    'langscope.translation.back': (way) => translation.act('back', translateWayOf(way)),
    'langscope.translation.exportJson': () => {
      const { source } = translation.state();
      return saveFigure(`${stem(source?.title)}-translation.json`, translation.export());
    },
  };
}
