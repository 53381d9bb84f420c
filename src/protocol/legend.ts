/** One step of the colouring that the editor uses at this moment. */
export interface LegendStep {
  /** What the step stands for, with its unit: '2 to 4 bits', 'top 10'. */
  readonly label: string;
  /** Short form that stands on a scale: '2', '10'; absent where the label stands beside the colour. */
  readonly tick?: string;
  /** Id of a theme colour, e.g. 'langscope.surprise3'; absent: the step is not coloured. */
  readonly color?: string;
  /** How the step looks in high contrast, where nothing is filled. */
  readonly underline?: 'none' | 'dotted' | 'dashed' | 'solid' | 'double';
  /** Thickness of that underline in pixels. */
  readonly thickness?: number;
}

/** scale: steps of one growing quantity, drawn without gaps. categories: one row a step. off: nothing is coloured. */
export type Legend =
  | { readonly kind: 'scale'; readonly title: string; readonly steps: readonly LegendStep[] }
  | { readonly kind: 'categories'; readonly title: string; readonly steps: readonly LegendStep[] }
  | { readonly kind: 'off' };
