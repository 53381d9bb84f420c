/** What goes back through a cell. Shapes: s steps, k targets, h cells, g gates; the text is one. */
export interface CellGradient {
  /** Of the sums that the gates get from the input, [s, k, g * h]. */
  readonly sums: string;
  /** Of the states before the first step, [k, h]. */
  readonly hidden: string;
  readonly cell?: string;
}

/** What comes back to a cell. */
export interface CellReturn {
  /** Of the hidden state after each step, [s, k, h]. */
  readonly steps: string;
  /** Of the states after the last step, [k, h]. */
  readonly hidden: string;
  readonly cell: string;
  /** The cell's recurrent weights, [g * h, h]. */
  readonly recurrent: string;
}
