import { colourings, type Colouring } from './lens-colouring';

/** How the page draws; kept while it is hidden. */
export interface LensLook {
  readonly by: Colouring;
}

/** What an earlier page, of any version, kept, as far as it can be used. */
export function keptLook(kept: unknown): LensLook {
  const by = typeof kept === 'object' && kept !== null && 'by' in kept ? kept.by : undefined;
  return { by: colourings.find((colouring) => colouring === by) ?? 'probability' };
}
