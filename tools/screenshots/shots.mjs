import {
  askInView,
  closePanel,
  closeView,
  copyText,
  hoverWord,
  openContainer,
  openPanel,
  openView,
  selectLine,
  showAlignment,
  toTop,
} from './steps.mjs';

/** VS Code's four default themes: the name in the file, and the name in the settings. */
export const THEMES = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

/** Another version of the paragraph with the spiders in samples/field-notes.md. */
const REVISED =
  'Every station is a grey box on a pole. Inside it there is a battery, a small computer, a radio, and a family of ' +
  'spiders. Once a minute the computer wakes up, measures the height of the water, writes one line to a file, and goes ' +
  'back to sleep. It has done so for nine years without complaint.';

/**
 * The pictures of one theme, taken in this order in one page. `prepare` gets the page to the state that is shown; what
 * it opens stays open, `tidy` closes it.
 * @type {readonly { name: string, prepare?: (page: import('playwright-core').Page) => Promise<void>, tidy?: (page: import('playwright-core').Page) => Promise<void> }[]}
 */
export const SHOTS = [
  { name: 'editor' },
  { name: 'side-bar', prepare: (page) => openContainer(page, 'Langscope') },
  {
    name: 'summary',
    prepare: (page) => openView(page, 'Summarize Document', 'Summary'),
    tidy: (page) => closeView(page, 'Document'),
  },
  {
    name: 'translate',
    prepare: async (page) => {
      await selectLine(page, 'spiders');
      await openView(page, 'Translate Selection', 'Translate');
    },
  },
  { name: 'alignment', prepare: showAlignment, tidy: toTop },
  {
    name: 'compare',
    prepare: async (page) => {
      await selectLine(page, 'spiders');
      await copyText(page, REVISED);
      await openView(page, 'Compare Selection with Clipboard', 'Compare Texts');
    },
    tidy: toTop,
  },
  {
    name: 'ask',
    prepare: async (page) => {
      await closeView(page, 'Ask');
      await askInView(page, 'What was the first version of our alarm?');
    },
    tidy: (page) => closeView(page, 'Document'),
  },
  { name: 'hover', prepare: (page) => hoverWord(page, 'invoice'), tidy: (page) => page.mouse.move(0, 0) },
  { name: 'attention', prepare: (page) => openPanel(page, 'Show Attention', 'invoice'), tidy: closePanel },
  { name: 'layers', prepare: (page) => openPanel(page, 'Show Layers', 'invoice'), tidy: closePanel },
  {
    name: 'gates',
    prepare: (page) => openPanel(page, 'Show Gates', 'invoice', 'Read with langscope-lstm'),
    tidy: closePanel,
  },
  {
    name: 'playground',
    prepare: (page) => openPanel(page, 'Show Playground', 'invoice', 'Generate'),
    tidy: closePanel,
  },
  { name: 'how-far-back', prepare: (page) => openPanel(page, 'Show How Far Back', 'invoice'), tidy: closePanel },
  { name: 'branches', prepare: (page) => openPanel(page, 'Show Branches', 'invoice'), tidy: closePanel },
];
