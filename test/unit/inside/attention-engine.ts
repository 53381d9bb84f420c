import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import { handlers } from '../../../src/engine/requests';
import {
  FailureError,
  type AttentionMap,
  type AttentionReading,
  type EngineEvents,
  type FailureCode,
  type RequestKind,
  type RequestOf,
  type ResponseOf,
} from '../../../src/protocol';
import { root } from '../text/checkout';

/** An engine that answers as it does for a client, without the process. */
export class AttentionEngine {
  public readonly progress: EngineEvents['progress'][] = [];
  public readonly engine = new Engine(join(root, 'models/bundled'), (kind, event) => {
    if (kind === 'progress') this.progress.push(event as EngineEvents['progress']);
  });

  public ask<K extends RequestKind>(
    kind: K,
    request: RequestOf<K>,
    token: CancellationToken = CancellationToken.None,
  ): Promise<ResponseOf<K>> {
    return handlers[kind](this.engine, request, token);
  }

  public read(
    model: string,
    text: string,
    more: Partial<RequestOf<'attention'>> = {},
    token?: CancellationToken,
  ): Promise<AttentionReading> {
    const focus = { start: 0, end: 0 };
    return this.ask('attention', { model, text, focus, precision: 'auto', provider: 'cpu', ...more }, token);
  }

  /** A whole map, [rows][columns]. */
  public async matrix(reading: number, map: AttentionMap): Promise<number[][]> {
    const { rows, columns } = await this.ask('attentionMap', { reading, map });
    const tile = await this.ask('attentionTile', { reading, map, scale: 1, row: 0, column: 0, rows, columns });
    assert.deepEqual([tile.rows, tile.columns], [rows, columns]);
    return Array.from({ length: rows }, (_row, row) => [...tile.weights.subarray(row * columns, (row + 1) * columns)]);
  }

  public async dispose(models: readonly string[]): Promise<void> {
    for (const model of models) await this.engine.pool.unload(this.engine.folderOf(model));
  }
}

export const tokens = { unit: 'token', maskStart: false } as const;

/** The map of one head of the first stack. */
export function headMap(layer: number, head: number): AttentionMap {
  return { stack: 0, source: { kind: 'head', layer, head }, ...tokens };
}

export const exportsFolder = join(root, 'test/unit/inside/exports');

export interface ExpectedAttention {
  readonly text: string;
  readonly ids: readonly number[];
  /** [layers][heads][query][key] */
  readonly attention: { readonly self: readonly (readonly (readonly (readonly number[])[])[])[] };
}

export function expectedOf(folder: string): ExpectedAttention {
  return JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ExpectedAttention;
}

/** The largest difference of two matrices of one shape. */
export function farthest(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number {
  assert.deepEqual([actual.length, actual[0]?.length], [expected.length, expected[0]?.length]);
  return Math.max(...actual.flatMap((row, i) => row.map((value, j) => Math.abs(value - expected[i]![j]!))));
}

/** The code of the failure that the promise ends with; undefined where it succeeds. */
export async function codeOf(promise: Promise<unknown>): Promise<FailureCode | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
}
