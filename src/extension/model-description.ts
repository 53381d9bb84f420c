import { type InstalledModel, type LoadState, formatBytes, formatCount, formatModel } from '../protocol';
import type { Translate } from './translate';

export type CatalogueEntry = InstalledModel & { readonly state: LoadState };

/** A model as the tree shows it. */
export interface ModelDescription {
  readonly label: string;
  readonly description: string;
  /** Codicon without `$()`. */
  readonly icon: 'pass-filled' | 'circle-filled' | 'circle-outline' | 'warning' | 'error' | 'loading~spin';
  /** Words for `viewItem =~ /\bword\b/`. */
  readonly contextValue: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** What is wrong with it, and what to do. */
  readonly problem: string | undefined;
  /** Sentences: the problem, and why a provider was refused. */
  readonly reasons: readonly string[];
}

export function describeModel(entry: CatalogueEntry, active: boolean, t: Translate): ModelDescription {
  const { state } = entry;
  const usable = entry.problem === undefined;
  const score = entry.capabilities.find(({ capability }) => capability === 'score');
  const canScore = usable && score?.missing === undefined;
  const loaded = state.kind === 'loaded';
  const problem = entry.problem ?? (state.kind === 'failed' ? state.message : undefined);
  return {
    label: formatModel(entry.name),
    description: [
      ...(active ? [t('scores')] : []),
      ...(usable ? [loadWord(state, t)] : [t('cannot be used')]),
      ...(loaded ? [state.precision, state.provider.provider] : []),
      formatBytes(loaded ? state.bytes : entry.bytes),
    ].join(' \u00b7 '),
    icon: iconOf(entry, active),
    contextValue: [
      'model',
      ...(active ? ['active'] : []),
      ...(canScore && !active ? ['scorer'] : []),
      ...(loaded ? ['loaded'] : usable && state.kind !== 'loading' ? ['unloaded'] : []),
    ].join(' '),
    facts: factsOf(entry, t),
    problem,
    reasons: [
      ...(problem === undefined ? [] : [problem]),
      ...(loaded ? state.provider.refused.map(({ provider, reason }) => t('Not {0}: {1}', provider, reason)) : []),
    ],
  };
}

function loadWord(state: LoadState, t: Translate): string {
  switch (state.kind) {
    case 'unloaded':
      return t('not loaded');
    case 'loading':
      return t('loading');
    case 'loaded':
      return t('loaded');
    case 'failed':
      return t('failed');
  }
}

function iconOf(entry: CatalogueEntry, active: boolean): ModelDescription['icon'] {
  if (entry.problem !== undefined) return 'warning';
  if (entry.state.kind === 'failed') return 'error';
  if (entry.state.kind === 'loading') return 'loading~spin';
  if (active) return 'pass-filled';
  return entry.state.kind === 'loaded' ? 'circle-filled' : 'circle-outline';
}

function factsOf(entry: CatalogueEntry, t: Translate): ModelDescription['facts'] {
  const missing = entry.capabilities.filter((one) => one.missing !== undefined);
  const able = entry.capabilities.filter((one) => one.missing === undefined);
  return [
    ...(entry.family === undefined ? [] : [{ name: t('Family'), value: entry.family }]),
    ...(entry.precisions.length === 0 ? [] : [{ name: t('Precisions'), value: entry.precisions.join(', ') }]),
    ...(entry.vocabulary === undefined
      ? []
      : [{ name: t('Vocabulary'), value: t('{0} tokens', formatCount(entry.vocabulary)) }]),
    ...(entry.context === undefined
      ? []
      : [{ name: t('Context'), value: t('{0} tokens', formatCount(entry.context)) }]),
    ...(entry.licence === undefined ? [] : [{ name: t('Licence'), value: entry.licence }]),
    ...(able.length === 0 ? [] : [{ name: t('Can'), value: able.map(({ capability }) => capability).join(', ') }]),
    ...missing.map(({ capability, missing: why }) => ({ name: t('No {0}', capability), value: why! })),
    { name: t('Folder'), value: entry.folder },
  ];
}
