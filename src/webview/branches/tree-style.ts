import { css } from 'lit';

export const treeStyle = css`
  :host {
    font-size: 0.92em;
  }
  .scroll {
    position: relative;
    overflow: auto;
    height: clamp(14em, 56vh, 40em);
    border: 1px solid var(--hairline);
    padding: 10px;
    scroll-padding: 24px;
  }
  .scroll:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .stage {
    position: relative;
  }
  svg {
    position: absolute;
    inset: 0;
    overflow: visible;
    pointer-events: none;
  }
  path {
    fill: none;
    stroke-linecap: round;
  }
  .node {
    position: absolute;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-content: center;
    column-gap: 0.5em;
    padding: 0 0.35em;
    line-height: 1.25;
    border: 1px solid var(--hairline);
    border-radius: 3px;
    background: var(--vscode-editor-background);
    cursor: pointer;
    user-select: none;
  }
  .token {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-family: var(--vscode-editor-font-family, monospace);
  }
  /* The end of the text is what counts: it is cut at its beginning. */
  .root .token {
    direction: rtl;
    color: var(--quiet);
  }
  .probability {
    white-space: nowrap;
    text-align: right;
  }
  .small {
    grid-column: 1 / -1;
    display: flex;
    justify-content: space-between;
    gap: 0.6em;
    font-size: 0.8em;
    white-space: nowrap;
    overflow: hidden;
    color: var(--quiet);
  }
  .was {
    text-decoration: line-through;
  }
  .forbidden .token {
    text-decoration: line-through;
  }
  .forbidden {
    border-style: dashed;
    color: var(--quiet);
  }
  .forced {
    border-style: double;
    border-width: 3px;
  }
  .node:hover {
    background: var(--vscode-list-hoverBackground, var(--vscode-editor-background));
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  }
  .node.within {
    border-color: var(--vscode-focusBorder);
  }
  .node[aria-selected='true'] {
    color: var(--vscode-list-inactiveSelectionForeground, inherit);
    background: var(--vscode-list-inactiveSelectionBackground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
  }
  .scroll:focus .node[aria-selected='true'] {
    color: var(--vscode-list-activeSelectionForeground, inherit);
    background: var(--vscode-list-activeSelectionBackground);
    outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
  }
  .node[aria-selected='true'] .small {
    color: inherit;
  }
  .waiting {
    opacity: 0.6;
  }
  .more {
    position: absolute;
    left: calc(100% - 1px);
    top: 50%;
    transform: translateY(-50%);
    width: 1.3em;
    height: 1.3em;
    display: grid;
    place-items: center;
    color: var(--quiet);
    background: var(--vscode-editor-background);
    border: 1px solid var(--hairline);
    border-radius: 0 3px 3px 0;
  }
  .more .codicon {
    font-size: 12px;
  }
`;
