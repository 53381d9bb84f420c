import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { langscope, root } from './world';

interface Golden {
  readonly logits: readonly number[];
  readonly previousIds: readonly number[];
  readonly cases: readonly { readonly options: object; readonly probabilities: readonly number[] }[];
}

const golden = JSON.parse(readFileSync(join(root, 'test/golden/logits-processors.json'), 'utf8')) as Golden;
const folder = mkdtempSync(join(tmpdir(), 'langscope-distribution-'));
const file = (content: unknown): string => {
  const path = join(folder, 'logits.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('langscope distribution', function () {
  this.timeout(30_000);
  const { logits, previousIds, cases } = golden;
  const { options, probabilities } = cases.at(-1)!;

  it('prints what the samplers leave', async () => {
    const { status, out } = await langscope([
      'distribution',
      '--logits',
      file({ logits, previousIds, options }),
      '--json',
    ]);
    assert.equal(status, 0);
    const found = (JSON.parse(out) as { probabilities: number[] }).probabilities;
    found.forEach((p, id) => assert.ok(Math.abs(p - probabilities[id]!) < 2e-6));
    assert.equal(found.length, logits.length);
  });

  it('says what is wrong with its file: one line, status 2', async () => {
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      ['{', /must be JSON/],
      [{ logits: [] }, /"logits"/],
      [{ logits, previousIds: ['a'] }, /"previousIds"/],
      [{ logits, options: { topk: 3 } }, /"topk"/],
      [{ logits, options: { topP: 3 } }, /topP is 3/],
    ];
    for (const [content, sentence] of wrong) {
      const { status, error } = await langscope(['distribution', '--logits', file(content)]);
      assert.equal(status, 2);
      assert.match(error, sentence);
      assert.equal(error.trim().split('\n').length, 1);
    }
    assert.equal((await langscope(['distribution'])).status, 2);
  });
});
