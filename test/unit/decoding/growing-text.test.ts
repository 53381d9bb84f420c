import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { GrowingText } from '../../../src/engine/decoding/growing-text';
import { openTokenizer } from '../../../src/engine/text/open-tokenizer';
import { root } from '../text/checkout';

const text =
  'Größe: 3 €, 数字和标点。 👩‍👩‍👧 fam 👍🏽!\n\n    indented\tby a tab — "quoted", don\'t.\n' +
  'for (let i = 0; i < n; i++) { sum += a[i] * b[i]; }\n'.repeat(3) +
  'ﬁ é ñ 🇫🇷🇩🇪 ' +
  'words and words '.repeat(20);

describe('the text of tokens as they come', () => {
  for (const folder of ['models/bundled/langscope-gpt', '../shared/models/smollm2-135m-instruct']) {
    it(`is what all of them decode to: ${folder}`, async function () {
      if (!existsSync(join(root, folder))) {
        console.log(`      skipped: ${folder} is not there`);
        this.skip();
      }
      const tokenizer = await openTokenizer(join(root, folder));
      const { ids } = await tokenizer.encode(text, CancellationToken.None);
      const growing = new GrowingText(tokenizer);
      for (const [at, id] of ids.entries()) {
        assert.equal(await growing.add(id), await tokenizer.decode(ids.slice(0, at + 1)), `token ${at}`);
      }
    });
  }
});
