import type { UnitOrder } from './unit-rows';

/** How the page draws; what changes nothing about how the text is read. */
export interface InfluenceLook {
  readonly order: UnitOrder;
  /** Names of the models that are compared; undefined: those that the person has not chosen among yet. */
  readonly models: readonly string[] | undefined;
  readonly reach: number;
}

/** Tokens back that a comparison goes. */
export const reaches = [32, 64, 128, 256, 512] as const;

export const usualLook: InfluenceLook = { order: 'strongest', models: undefined, reach: 64 };

/** What an earlier version of the page may have kept. */
export function keptLook(kept: unknown): InfluenceLook {
  if (typeof kept !== 'object' || kept === null) return usualLook;
  const { order, models, reach } = kept as Readonly<Record<string, unknown>>;
  return {
    order: order === 'nearest' ? 'nearest' : 'strongest',
    models: Array.isArray(models) ? models.filter((name) => typeof name === 'string') : undefined,
    reach: reaches.find((known) => known === reach) ?? usualLook.reach,
  };
}
