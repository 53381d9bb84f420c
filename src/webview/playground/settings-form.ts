import type { PlaygroundSettings } from '../../protocol';
import { keptSamples, type SampleRun } from './sample-run';

/** How many bars can be shown. */
export const barCounts = [10, 20, 50, 100] as const;

/** What the page keeps while it is hidden. */
export interface PlaygroundLook {
  readonly top: number;
  /** undefined: as the extension last knew them. */
  readonly settings?: PlaygroundSettings | undefined;
  readonly run?: SampleRun | undefined;
}

/** What an earlier page, of any version, kept, as far as it can be used. */
export function keptLook(kept: unknown): PlaygroundLook {
  if (typeof kept !== 'object' || kept === null) return { top: 20 };
  const { top, settings, run } = kept as Partial<PlaygroundLook>;
  const known = typeof settings === 'object' && 'samplers' in settings && 'seed' in settings;
  return {
    top: barCounts.find((count) => count === top) ?? 20,
    ...(known && { settings }),
    ...(run && { run: keptSamples(run) }),
  };
}

/** The words of a list that a person wrote. */
export function wordsFrom(list: string): readonly string[] {
  const words = list.split(/[,;\n]/).map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** A whole number within bounds; undefined for what is none. */
export function wholeWithin(value: number, least: number, most: number): number | undefined {
  return Number.isSafeInteger(value) && value >= least && value <= most ? value : undefined;
}
