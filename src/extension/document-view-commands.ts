import type { CommandHandlers } from './command-table';
import type { DocumentViewProvider } from './document-view-provider';
import { saveFigure, stem } from './save-figure';

type DocumentViewCommands = Pick<
  CommandHandlers,
  | 'langscope.document.refresh'
  | 'langscope.document.exportJson'
  | 'langscope.document.exportCsv'
  | 'langscope.document.exportSvg'
  | 'langscope.document.exportPng'
>;

/** The title-bar actions of the Document view. */
export function documentViewCommands(view: DocumentViewProvider): DocumentViewCommands {
  const save = (ending: string, figure: string | Uint8Array | undefined): Promise<void> =>
    saveFigure(`${stem(view.title)}-surprise.${ending}`, figure);
  return {
    'langscope.document.refresh': () => view.refresh(),
    'langscope.document.exportJson': () => save('json', view.export('json')),
    'langscope.document.exportCsv': () => save('csv', view.export('csv')),
    'langscope.document.exportSvg': async () => save('svg', await view.picture('svg')),
    'langscope.document.exportPng': async () => save('png', await view.picture('png')),
  };
}
