import type { AttentionMap, AttentionStack } from '../../protocol';
import type { ScaleShape } from '../shared/heatmap/value-scale';

/** head: one head. heads: the mean over the heads of a layer. layers: that over the layers of a head. all: over both. */
export const sourceKinds = ['head', 'heads', 'layers', 'all', 'rollout'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export const shapes = {
  linear: { label: 'Linear', shape: { kind: 'linear' } },
  root: { label: 'Square root', shape: { kind: 'power', exponent: 0.5 } },
  log: { label: 'Logarithm', shape: { kind: 'log', decades: 4 } },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly shape: ScaleShape }>>;
export type ShapeName = keyof typeof shapes;

/** How the page draws; kept while it is hidden. Layers and heads count from 0. */
export interface AttentionLook {
  readonly stack: number;
  readonly kind: SourceKind;
  readonly layer: number;
  readonly head: number;
  readonly unit: 'token' | 'word';
  readonly maskStart: boolean;
  readonly shape: ShapeName;
}

const first: AttentionLook = {
  stack: 0,
  kind: 'head',
  layer: 0,
  head: 0,
  unit: 'token',
  maskStart: false,
  shape: 'root',
};

/** What an earlier page, of any version, kept, as far as it can be used. */
export function keptLook(kept: unknown): AttentionLook {
  const found: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  const { kind, unit, maskStart, shape } = found;
  const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? Math.floor(value) : 0);
  return {
    stack: count(found['stack']),
    kind: sourceKinds.find((known) => known === kind) ?? first.kind,
    layer: count(found['layer']),
    head: count(found['head']),
    unit: unit === 'word' ? 'word' : 'token',
    maskStart: maskStart === true,
    shape: typeof shape === 'string' && Object.hasOwn(shapes, shape) ? (shape as ShapeName) : first.shape,
  };
}

/** The same where it does not fit the model that reads now: other numbers of stacks, layers, heads. */
export function fittingLook(look: AttentionLook, stacks: readonly AttentionStack[]): AttentionLook {
  const stack = Math.min(look.stack, stacks.length - 1);
  const { layers, heads } = stacks[stack]!;
  const kind = look.kind === 'rollout' && !canRollOut(stacks[stack]!) ? 'heads' : look.kind;
  return { ...look, stack, kind, layer: Math.min(look.layer, layers - 1), head: Math.min(look.head, heads - 1) };
}

/** Rollout follows one text through all layers. */
export function canRollOut({ rows, columns, missing }: AttentionStack): boolean {
  return rows === columns && missing.length === 0;
}

/** What the engine is asked for. */
export function mapOf({ stack, kind, layer, head, unit, maskStart }: AttentionLook): AttentionMap {
  const common = { stack, unit, maskStart };
  switch (kind) {
    case 'head':
      return { ...common, source: { kind: 'head', layer, head } };
    case 'heads':
      return { ...common, source: { kind: 'mean', layer } };
    case 'layers':
      return { ...common, source: { kind: 'mean', head } };
    case 'all':
      return { ...common, source: { kind: 'mean' } };
    case 'rollout':
      return { ...common, source: { kind: 'rollout', layer } };
  }
}

const stackNames: Readonly<Record<AttentionStack['name'], string>> = {
  self: 'Self-attention',
  encoder: 'Encoder',
  decoder: 'Decoder',
  cross: 'Cross-attention',
};

export function stackName({ name }: AttentionStack): string {
  return stackNames[name];
}

export function headName(layer: number, head: number): string {
  return `layer ${layer + 1}, head ${head + 1}`;
}

/** What is shown large: 'Layer 3, head 5'. */
export function lookName({ kind, layer, head }: AttentionLook): string {
  switch (kind) {
    case 'head':
      return `Layer ${layer + 1}, head ${head + 1}`;
    case 'heads':
      return `Layer ${layer + 1}, mean over heads`;
    case 'layers':
      return `Head ${head + 1}, mean over layers`;
    case 'all':
      return 'Mean over layers and heads';
    case 'rollout':
      return `Rollout up to layer ${layer + 1}`;
  }
}

/** Which heads are part of what is shown large; undefined: all of them. */
export interface ChosenHeads {
  readonly layers: { readonly from: number; readonly to: number } | undefined;
  readonly head: number | undefined;
}

export function chosenHeads({ kind, layer, head }: AttentionLook): ChosenHeads {
  const only = { from: layer, to: layer + 1 };
  switch (kind) {
    case 'head':
      return { layers: only, head };
    case 'heads':
      return { layers: only, head: undefined };
    case 'layers':
      return { layers: undefined, head };
    case 'all':
      return { layers: undefined, head: undefined };
    case 'rollout':
      return { layers: { from: 0, to: layer + 1 }, head: undefined };
  }
}
