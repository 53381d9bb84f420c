import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { langscope, root } from './world';

interface Golden {
  readonly cases: readonly { readonly candidate: string; readonly reference: string; readonly chrf: number }[];
}

const { cases } = JSON.parse(readFileSync(join(root, 'test/golden/summary-metrics.json'), 'utf8')) as Golden;
const folder = mkdtempSync(join(tmpdir(), 'langscope-metrics-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('langscope metrics', function () {
  this.timeout(30_000);
  const { candidate, reference, chrf } = cases[2]!;
  const files = ['--candidate', file('candidate', candidate), '--reference', file('reference', reference)];

  it('prints every figure as JSON', async () => {
    const { status, out } = await langscope(['metrics', ...files, '--json']);
    assert.equal(status, 0);
    const found = JSON.parse(out) as { readonly rouge: object; readonly sentenceBleu: number; readonly chrf: number };
    assert.deepEqual(Object.keys(found.rouge), ['rouge1', 'rouge2', 'rougeL', 'rougeLsum']);
    assert.ok(Math.abs(found.chrf - chrf) < 1e-4);
    assert.ok(found.sentenceBleu > 0);
  });

  it('prints a table otherwise', async () => {
    const { out } = await langscope(['metrics', ...files]);
    assert.match(out, /ROUGE-1 +0\.8750 +0\.5833 +0\.7000/);
    assert.match(out, /chrF2 +47\.81/);
  });

  it('refuses unusable arguments and files that cannot be read', async () => {
    assert.equal((await langscope(['metrics', ...files.slice(0, 2)])).status, 2);
    assert.equal((await langscope(['metrics', '--candidate', '-', '--reference', '-'])).status, 2);
    const { status, error } = await langscope(['metrics', ...files.slice(0, 2), '--reference', join(folder, 'none')]);
    assert.equal(status, 1);
    assert.match(error, /there is no such file/);
  });
});
