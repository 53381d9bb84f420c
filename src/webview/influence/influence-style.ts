import { css } from 'lit';

export const influenceStyle = css`
  section {
    container-type: inline-size;
    margin-top: 18px;
  }
  section:first-of-type {
    margin-top: 8px;
  }
  .target {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 8px;
    margin: 0 0 2px;
  }
  .token {
    font-family: var(--vscode-editor-font-family, monospace);
    padding: 0 4px;
    outline: 1px solid var(--vscode-focusBorder);
    white-space: pre;
    overflow: hidden;
    text-overflow: ellipsis;
    max-width: 100%;
  }
  .says {
    margin: 0 0 8px;
    max-width: 60em;
    line-height: 1.4;
  }
  .below {
    display: flex;
    gap: 10px;
    min-height: 1.6em;
    margin-bottom: 4px;
    white-space: pre;
  }
  .below .what {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .marks {
    margin: 8px 0;
  }
  .scale {
    display: flex;
    max-width: 36em;
  }
  .step {
    flex: 1 1 0;
    min-width: 0;
    text-align: center;
    white-space: nowrap;
  }
  .swatch {
    display: block;
    height: 12px;
    background: var(--swatch);
    border: 1px solid var(--hairline);
    margin-left: -1px;
  }
  .models {
    width: 100%;
    margin-top: 8px;
  }
  .models td,
  .models th {
    padding: 3px 6px;
    white-space: nowrap;
  }
  .models .fade {
    text-align: left;
    white-space: normal;
  }
  @container (max-width: 340px) {
    .models .figure {
      display: none;
    }
  }
  .models label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    cursor: pointer;
  }
  .models svg {
    flex: none;
    width: 32px;
    height: 10px;
  }
  .models line {
    stroke: var(--series);
    stroke-width: 2;
  }
  .models tr.off line {
    opacity: 0.35;
  }
  .invite {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 10px;
    min-height: 240px;
    text-align: center;
    border: 1px dashed var(--hairline);
  }
  .invite p {
    margin: 0 16px;
    max-width: 34em;
    line-height: 1.4;
  }
  .scroll {
    overflow-x: auto;
  }
`;
