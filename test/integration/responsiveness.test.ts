import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, prose, set } from './editor-support';

/** Milliseconds between two looks of the monitor; its figures contain them. */
const resolution = 2;

describe('responsiveness', function () {
  this.timeout(300_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
    await set('model', 'langscope-gpt');
  });
  after(closeAll);

  it('the extension host stays free while 100,000 tokens are scored and somebody types', async () => {
    const editor = await open(prose(50_000));
    const { document } = editor;
    await eventually('the first colours', () => api.painted(document.uri).length > 0, 120_000);
    const delay = monitorEventLoopDelay({ resolution });
    delay.enable();
    const until = Date.now() + 15_000;
    for (let stroke = 0; Date.now() < until; stroke++) {
      await editor.edit((edit) => edit.insert(new vscode.Position(2 + (stroke % 20), 4), 'x'));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    delay.disable();
    const { state, figures } = api.document(document.uri)!;
    const p99 = delay.percentile(99) / 1e6 - resolution;
    const line = `event-loop delay of the extension host: p99 ${p99.toFixed(1)} ms, longest ${(delay.max / 1e6).toFixed(0)} ms, ${figures?.tokens} tokens (${state.kind})`;
    console.log(line);
    const report = process.env['LANGSCOPE_FIGURES'];
    if (report !== undefined) appendFileSync(report, `${line}\n`);
    assert.ok(figures!.tokens >= 100_000, `${figures!.tokens} tokens`);
    assert.ok(p99 < 40, line);
  });
});
