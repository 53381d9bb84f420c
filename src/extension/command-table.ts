/** Where a command can be called from. */
export interface CommandPlace {
  /** palette: in the command palette. menu: only from a menu, a link or a view, because it needs an argument. */
  readonly place: 'palette' | 'menu';
}

/**
 * Every command of the extension. package.json contributes the same ones (a test compares them), and the handlers are
 * a mapped type over this table: a command without a handler does not compile.
 */
export const commandTable = {
  'langscope.scoreDocument': { place: 'palette' },
  'langscope.scoreSelection': { place: 'palette' },
  'langscope.stopScoring': { place: 'palette' },
  'langscope.toggleColours': { place: 'palette' },
  'langscope.chooseModel': { place: 'palette' },
  'langscope.chooseColouring': { place: 'palette' },
  'langscope.choosePalette': { place: 'palette' },
  'langscope.nextSurprise': { place: 'palette' },
  'langscope.previousSurprise': { place: 'palette' },
  'langscope.explainToken': { place: 'palette' },
  'langscope.showProfile': { place: 'palette' },
  'langscope.copyFiguresAsJson': { place: 'palette' },
  'langscope.copyFiguresAsCsv': { place: 'palette' },
  'langscope.showLog': { place: 'palette' },
  'langscope.restartEngine': { place: 'palette' },
  'langscope.openSettings': { place: 'palette' },
  'langscope.openWalkthrough': { place: 'palette' },
  'langscope.openSample': { place: 'palette' },
  'langscope.showChoices': { place: 'palette' },
  'langscope.models.refresh': { place: 'palette' },
  'langscope.models.addFolder': { place: 'palette' },
  'langscope.importModel': { place: 'palette' },
  'langscope.getSmolLM2': { place: 'palette' },
  'langscope.models.stopImport': { place: 'menu' },
  'langscope.models.use': { place: 'menu' },
  'langscope.models.load': { place: 'menu' },
  'langscope.models.unload': { place: 'menu' },
  'langscope.models.openCard': { place: 'menu' },
  'langscope.models.reveal': { place: 'menu' },
  'langscope.document.refresh': { place: 'menu' },
  'langscope.document.exportJson': { place: 'palette' },
  'langscope.document.exportCsv': { place: 'palette' },
  'langscope.document.exportSvg': { place: 'palette' },
  'langscope.document.exportPng': { place: 'palette' },
  'langscope.showAttention': { place: 'palette' },
  'langscope.showLayers': { place: 'palette' },
  'langscope.showGates': { place: 'palette' },
  'langscope.showInfluence': { place: 'palette' },
  'langscope.showBranches': { place: 'palette' },
  'langscope.toggleCompletions': { place: 'palette' },
  'langscope.triggerCompletion': { place: 'palette' },
  'langscope.showCompletions': { place: 'palette' },
  'langscope.openUnfinished': { place: 'palette' },
  'langscope.showPlayground': { place: 'palette' },
  'langscope.continueStory': { place: 'palette' },
  'langscope.stopStory': { place: 'palette' },
  'langscope.panel.refresh': { place: 'menu' },
  'langscope.panel.stop': { place: 'menu' },
  'langscope.panel.exportSvg': { place: 'menu' },
  'langscope.panel.exportPng': { place: 'menu' },
  'langscope.panel.exportJson': { place: 'menu' },
  'langscope.panel.exportCsv': { place: 'menu' },
  'langscope.showChat': { place: 'palette' },
  'langscope.chat.clear': { place: 'menu' },
  'langscope.summarize': { place: 'palette' },
  'langscope.summarizeSelection': { place: 'palette' },
  'langscope.summarizeFiles': { place: 'palette' },
  'langscope.summarizeFolder': { place: 'palette' },
  'langscope.summary.again': { place: 'menu' },
  'langscope.summary.stop': { place: 'menu' },
  'langscope.summary.copy': { place: 'palette' },
  'langscope.summary.insertComment': { place: 'palette' },
  'langscope.summary.insertFrontMatter': { place: 'palette' },
  'langscope.summary.compare': { place: 'palette' },
  'langscope.summary.exportJson': { place: 'menu' },
  'langscope.summary.exportMarkdown': { place: 'menu' },
  'langscope.replaceToken': { place: 'menu' },
  'langscope.copyText': { place: 'menu' },
} as const satisfies Readonly<Record<string, CommandPlace>>;

export type CommandId = keyof typeof commandTable;
export type CommandHandler = (...args: readonly unknown[]) => unknown;
export type CommandHandlers = Readonly<Record<CommandId, CommandHandler>>;
