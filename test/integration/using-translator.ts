import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope } from './editor-support';

export type Translated = ReturnType<LangscopeApi['translation']>;

/** For a suite: the extension, where the bundled translator is there; each test leaves no editor. */
export function usingTranslator(take: (api: LangscopeApi) => void): void {
  before(async function () {
    const api = await langscope();
    take(api);
    if (!(await api.models()).some(({ label }) => label.includes('langscope-translator'))) {
      console.log('      skipped: langscope-translator is not there');
      this.skip();
    }
  });
  afterEach(closeAll);
}

/** What the Translate view shows once nothing is under way and it fits. */
export function settledTranslation(
  api: LangscopeApi,
  what: string,
  fits: (state: Translated) => boolean,
): Promise<Translated> {
  return eventually(
    what,
    () => {
      const state = api.translation();
      return !state.busy && fits(state) && state;
    },
    90_000,
  );
}
