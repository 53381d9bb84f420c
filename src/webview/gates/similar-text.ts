import { formatCount, formatNumber } from '../../protocol/format';
import type { Found } from './gates-data';
import { seriesFacts } from './series-facts';

/** How far the search is. */
export function similarText(progress: { readonly done: number; readonly total: number } | undefined): string {
  return progress === undefined || progress.total === 0
    ? 'Looking…'
    : `${formatCount(progress.done)} of ${formatCount(progress.total)} tokens`;
}

/** What was found, and for which cells: the choice may have changed since. */
export function placesText({
  cells,
  places,
  series,
  threshold,
  layer,
  about,
}: Pick<Found, 'cells' | 'places' | 'series' | 'threshold' | 'layer' | 'about'>): string {
  const count =
    places.length === 0 ? 'No place' : places.length === 1 ? '1 place' : `${formatCount(places.length)} places`;
  const which = cells.length === 1 ? 'the cell' : `the ${formatCount(cells.length)} cells`;
  return `${count} like ${about}: ${which} of layer ${formatCount(layer + 1)} with ${seriesFacts[series].name} beyond ${formatNumber(threshold)}.`;
}
