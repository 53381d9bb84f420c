import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The root of the checkout: tests run from dist/test, sources lie beside package.json. */
export const root = ((): string => {
  let folder = __dirname;
  while (!existsSync(join(folder, 'webpack.config.js'))) folder = dirname(folder);
  return folder;
})();

/** Tokenizers that the tests run on where they are there: a model from outside the checkout and our own. */
export const modelFolders: Readonly<Record<string, string>> = {
  'SmolLM2-135M-Instruct': join(root, '../shared/models/smollm2-135m-instruct'),
  'langscope-gpt': join(root, 'models/bundled/langscope-gpt'),
};
