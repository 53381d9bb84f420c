import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { openEncoder, type OpenEncoder } from '../../../src/engine/inside/encoder/encoder-open';
import type { HeadChoice, ObservedText } from '../../../src/engine/inside/attention/observed-model';
import {
  FailureError,
  type AttentionStackName,
  type FailureCode,
  type InsideText,
  type Precision,
} from '../../../src/protocol';
import { root } from '../text/checkout';

export const none = new CancellationTokenSource().token;

/** Models with PyTorch's figures, see README.md there. */
export const exportsFolder = join(root, 'test/unit/inside/exports');

/** [layers, heads, query, key] */
export type Weights = readonly (readonly (readonly (readonly number[])[])[])[];

export interface Expected {
  readonly text: string;
  readonly ids: readonly number[];
  readonly special: readonly number[];
  readonly spans: readonly (readonly [number, number])[];
  readonly targetText?: string;
  readonly targetIds?: readonly number[];
  readonly targetSpecial?: readonly number[];
  readonly targetSpans?: readonly (readonly [number, number])[];
  /** [layers + 1, tokens, width] */
  readonly hidden: Partial<Readonly<Record<AttentionStackName, readonly (readonly (readonly number[])[])[]>>>;
  readonly attention: Partial<Readonly<Record<AttentionStackName, Weights>>>;
}

export function expectedOf(folder: string): Expected {
  return JSON.parse(readFileSync(join(exportsFolder, folder, 'expected.json'), 'utf8')) as Expected;
}

export function open(folder: string, precision: Precision | 'auto' = 'auto'): Promise<OpenEncoder> {
  return openEncoder(folder, { precision, threads: 1 }, none);
}

export function request(text: string, more: Partial<InsideText & { readonly target: string }> = {}) {
  return { model: '', precision: 'auto', provider: 'cpu', text, focus: { start: 0, end: 0 }, ...more } as const;
}

/** What a promise fails with. */
export async function failureOf(
  work: Promise<unknown>,
): Promise<{ readonly code: FailureCode; readonly message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}

/** Runs work that is done in steps to its end. */
export async function ended<T>(steps: AsyncGenerator<void, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}

/** Reads to the end; `reports`: what was reported. */
export async function readAll(
  { observed }: OpenEncoder,
  asked: ReturnType<typeof request>,
  reports: (readonly [number, number])[] = [],
): Promise<ObservedText> {
  return ended(observed.read(asked, (done, total) => reports.push([done, total]), none));
}

/** Whole matrices [matrices, rows, columns]. */
export async function matrices(
  text: ObservedText,
  stack: number,
  layer: number,
  of: HeadChoice,
): Promise<number[][][]> {
  const found: number[][][] = [];
  let next = 0;
  for await (const { row, rows, columns, weights } of text.weights(stack, layer, of)) {
    assert.equal(row, next);
    next += rows;
    for (let matrix = 0; matrix < weights.length / (rows * columns); matrix++) {
      const into = (found[matrix] ??= []);
      for (let r = 0; r < rows; r++) {
        const start = (matrix * rows + r) * columns;
        into.push([...weights.subarray(start, start + columns)]);
      }
    }
  }
  return found;
}

/** Compares all heads of all layers of a stack with PyTorch's; how far the furthest weight is away. */
export async function furthest(
  { observed }: OpenEncoder,
  text: ObservedText,
  name: AttentionStackName,
  expected: Weights,
): Promise<number> {
  const stack = observed.stacks.findIndex((facts) => facts.name === name);
  assert.ok(stack >= 0, name);
  const { layers, heads, missing } = observed.stacks[stack]!;
  assert.deepEqual([layers, heads, missing], [expected.length, expected[0]!.length, []]);
  let worst = 0;
  for (const [layer, wanted] of expected.entries()) {
    const found = await matrices(text, stack, layer, { kind: 'heads', first: 0, count: heads });
    assert.deepEqual(
      found.map((rows) => [rows.length, rows[0]!.length]),
      wanted.map((rows) => [rows.length, rows[0]!.length]),
    );
    wanted.forEach((rows, head) => {
      rows.forEach((row, q) => {
        row.forEach((weight, k) => (worst = Math.max(worst, Math.abs(weight - found[head]![q]![k]!))));
      });
    });
  }
  return worst;
}
