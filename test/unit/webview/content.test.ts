import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DocumentContent } from '../../../src/protocol';
import { failedContent } from '../../../src/extension/document-view-content';
import { exportedProfile } from '../../../src/extension/document-view-export';
import { entropyColumns, probabilityColumns, rankRows } from '../../../src/webview/document/histograms';
import { ResultAnnouncer } from '../../../src/webview/document/result-announcer';
import { fromSaved, toSaved } from '../../../src/webview/document/saved-state';
import { codicons } from '../../../src/webview/shared/codicons';
import { sampleContent } from './sample-content';

describe('what the Document view keeps, says and exports', () => {
  it('keeps its content over a reload, through JSON', () => {
    const content = sampleContent();
    assert.deepEqual(fromSaved(JSON.parse(JSON.stringify(toSaved(content)))), content);
    const failed: DocumentContent = { kind: 'failed', title: 'a', message: 'b', actions: ['score'] };
    assert.deepEqual(fromSaved(JSON.parse(JSON.stringify(toSaved(failed)))), failed);
  });

  it('keeps long documents without their lines, and takes nothing that it did not write', () => {
    const long = sampleContent({ lines: new Float32Array(100_000) });
    assert.ok(JSON.stringify(toSaved(long)).length < 2000);
    for (const other of [undefined, null, 3, {}, { content: {}, lines: [] }, { content: { kind: 'none' } }]) {
      assert.equal(fromSaved(other), undefined);
    }
  });

  it('announces results and failures once, never progress', () => {
    const announcer = new ResultAnnouncer();
    const say = (content: DocumentContent) => announcer.announce(content);
    assert.equal(say({ kind: 'waiting', title: 'notes.md' }), undefined);
    assert.equal(say(sampleContent({ state: { kind: 'scoring', done: 1, total: 10 } })), undefined);
    assert.equal(say(sampleContent()), 'notes.md is scored: perplexity 28.0, 1.08 bits per byte.');
    assert.equal(say(sampleContent({ version: 2, state: { kind: 'live' } })), undefined);
    assert.equal(say(sampleContent({ version: 2 })), undefined, 'figures that settle after an edit');
    const failure: DocumentContent = { kind: 'failed', title: 'notes.md', message: 'The engine ended.', actions: [] };
    assert.equal(say(failure), 'The engine ended.');
    assert.equal(say(failure), undefined);
    assert.match(say(sampleContent({}, 'other.md')) ?? '', /^other\.md is scored/);
  });

  it('exports everything as JSON and lines as CSV, with provenance and without NaN', () => {
    const parsed = JSON.parse(exportedProfile(sampleContent(), 'json')) as Record<string, unknown>;
    assert.equal(parsed['document'], 'notes.md');
    assert.deepEqual(parsed['lines'], [1.5, null, 3.25]);
    assert.deepEqual(parsed['rankBands'], [5, 2, 1, 1]);
    assert.equal(
      exportedProfile(sampleContent(), 'csv'),
      '# notes.md, gpt · int8 · cpu · window 512, stride 256 tokens · 9 of 10 tokens scored · 40 bytes\n' +
        'line,bits_per_token\n1,1.5\n2,\n3,3.25\n',
    );
  });

  it('names every bin with its unit and counts what the profile counts', () => {
    const { profile } = sampleContent();
    assert.deepEqual(rankRows(profile).map(({ label, count }) => [label, count]), [['Top 10', 5], ['Top 100', 2], ['Top 1,000', 1], ['Rest', 1]]); // prettier-ignore
    assert.equal(probabilityColumns(profile)[9]!.label, '90 to 100 %');
    assert.equal(probabilityColumns(profile)[9]!.count, 8);
    assert.equal(entropyColumns(profile)[7]!.label, '8.75 bits or more');
    assert.equal(entropyColumns(undefined).length, 8);
  });

  it('offers for each failure what is likely to help', () => {
    const actions = (code: Parameters<typeof failedContent>[1]['code']) => {
      const content = failedContent('a', { code, message: 'm' });
      return content.kind === 'failed' ? content.actions : undefined;
    };
    assert.deepEqual(actions('engine-died'), ['restart-engine', 'show-log']);
    assert.deepEqual(actions('tokenizer-missing'), ['choose-model', 'show-log']);
  });

  it('uses code points that the icon font has', () => {
    const rows = readFileSync(resolve('node_modules/@vscode/codicons/dist/codicon.csv'), 'utf8').split('\n');
    const points = new Map(rows.map((row) => [row.split(',')[0], Number.parseInt(row.split(',').at(-1) ?? '', 16)]));
    for (const [name, point] of Object.entries(codicons)) assert.equal(points.get(name), point, name);
  });
});
