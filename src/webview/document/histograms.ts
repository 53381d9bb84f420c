import type { Profile } from '../../protocol';
import { type SeriesColour, seriesColours } from '../shared/series';

/** A category of counts. */
export interface BarRow {
  readonly label: string;
  readonly count: number;
  readonly color: SeriesColour;
}

/** A bin of counts. */
export interface BarColumn {
  /** With its unit: '10 to 20 %'. */
  readonly label: string;
  readonly count: number;
}

/** GLTR's bands (Gehrmann et al. 2019). */
const bands = ['Top 10', 'Top 100', 'Top 1,000', 'Rest'];

export function rankRows(profile: Profile | undefined): readonly BarRow[] {
  return bands.map((label, index) => ({
    label,
    color: seriesColours.bands[index]!,
    count: profile?.rankBands[index] ?? 0,
  }));
}

export const probabilityEdges = ['0', '50', '100 %'];

export function probabilityColumns(profile: Profile | undefined): readonly BarColumn[] {
  return Array.from({ length: 10 }, (_, bin) => ({
    label: `${bin * 10} to ${(bin + 1) * 10} %`,
    count: profile?.probability[bin] ?? 0,
  }));
}

/** Eight bins over [0, 10] bits; the last takes all above, too. */
const entropyStep = 10 / 8;

export const entropyEdges = ['0', '5', '10+ bits'];

export function entropyColumns(profile: Profile | undefined): readonly BarColumn[] {
  return Array.from({ length: 8 }, (_, bin) => ({
    label: bin === 7 ? `${bin * entropyStep} bits or more` : `${bin * entropyStep} to ${(bin + 1) * entropyStep} bits`,
    count: profile?.entropy[bin] ?? 0,
  }));
}
