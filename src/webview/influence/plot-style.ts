import { css } from 'lit';

/** What the plots of this view share. */
export const plotStyle = css`
  :host {
    display: block;
    --help: var(--vscode-charts-orange, var(--vscode-charts-foreground));
    --mislead: var(--vscode-charts-purple, var(--vscode-charts-foreground));
  }
  svg {
    display: block;
    width: 100%;
    overflow: visible;
    outline-offset: 2px;
  }
  text {
    fill: var(--quiet);
    font-size: 0.85em;
    font-variant-numeric: tabular-nums;
  }
  .grid {
    stroke: var(--track);
  }
  .base {
    stroke: var(--quiet);
    stroke-width: 1;
  }
  .plot {
    cursor: pointer;
    touch-action: none;
  }
  .below {
    min-height: 1.5em;
    display: flex;
    flex-wrap: wrap;
    gap: 0 1em;
  }
`;
