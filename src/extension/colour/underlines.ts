import { stepCount } from './fills';

/** An underline of high contrast: its style and thickness in pixels. */
export interface Underline {
  readonly style: 'none' | 'dotted' | 'dashed' | 'solid' | 'double';
  readonly thickness: number;
}

/** From nothing over dotted to thick, in the text's own colour; one for each level of surprise. */
export const surpriseUnderlines: readonly Underline[] = [
  { style: 'none', thickness: 0 },
  { style: 'dotted', thickness: 1 },
  { style: 'dotted', thickness: 2 },
  { style: 'dashed', thickness: 1 },
  { style: 'dashed', thickness: 2 },
  { style: 'solid', thickness: 1 },
  { style: 'solid', thickness: 2 },
  { style: 'solid', thickness: 4 },
];

export const bandUnderlines: readonly Underline[] = [
  { style: 'none', thickness: 0 },
  { style: 'dotted', thickness: 2 },
  { style: 'dashed', thickness: 2 },
  { style: 'solid', thickness: 3 },
];

/** Token boundaries: the two lines meet where a token ends. */
export const boundaryUnderlines: readonly Underline[] = [
  { style: 'dotted', thickness: 2 },
  { style: 'solid', thickness: 2 },
];

if (surpriseUnderlines.length !== stepCount) throw new Error('Every level of surprise needs an underline.');
