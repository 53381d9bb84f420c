import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, langscope, set } from './editor-support';

/** For a suite: the extension with this model chosen, as it was before when the suite ends; each test leaves no editor. */
export function usingModel(model: string, take: (api: LangscopeApi) => void): void {
  before(async () => {
    take(await langscope());
    await set('model', model);
  });
  after(async () => {
    await set('model', undefined);
  });
  afterEach(closeAll);
}
