import { css } from 'lit';

/** A plot as wide as the view with two lines, the second one dashed and in `--second`, and their keys. */
export const lineStyle = css`
  svg {
    display: block;
    width: 100%;
    overflow: visible;
  }
  path {
    fill: none;
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }
  .first {
    stroke: var(--data);
  }
  .second {
    stroke: var(--second);
    stroke-dasharray: 4 2;
  }
  line {
    stroke: var(--quiet);
    vector-effect: non-scaling-stroke;
  }
  .key::before {
    content: '';
    display: inline-block;
    width: 1.4em;
    margin-right: 0.4em;
    vertical-align: middle;
    border-top: 2px solid var(--data);
  }
  .key.dashed::before {
    border-top: 2px dashed var(--second);
  }
`;
