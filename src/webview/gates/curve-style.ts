import { css } from 'lit';

export const curveStyle = css`
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    min-height: 28px;
    margin: 2px 0 6px;
    column-gap: 6px;
  }
  .key {
    width: 12px;
    height: 12px;
    margin-left: 8px;
    background: color-mix(in srgb, var(--vscode-charts-orange, var(--vscode-charts-foreground)) 30%, transparent);
    border: 1px solid var(--vscode-charts-orange, var(--vscode-charts-foreground));
  }
  .flow {
    height: 188px;
    overflow-x: hidden;
    overflow-y: auto;
    cursor: text;
    touch-action: pan-y;
    user-select: none;
    background: var(--vscode-editor-background);
    border: 1px solid var(--hairline);
  }
  .flow:focus-visible {
    outline-offset: 1px;
  }
  svg {
    display: block;
  }
  text {
    font-family: var(--vscode-editor-font-family, monospace);
    white-space: pre;
    fill: var(--vscode-editor-foreground);
  }
  .property {
    fill: var(--vscode-charts-orange, var(--vscode-charts-foreground));
    fill-opacity: 0.22;
  }
  .area {
    fill: var(--data);
    fill-opacity: 0.3;
  }
  .line {
    fill: none;
    stroke: var(--data);
    stroke-width: 1.5;
  }
  .zero {
    stroke: var(--vscode-editor-foreground);
    stroke-opacity: 0.3;
  }
  .mark {
    fill: none;
  }
  .mark.chosen {
    fill: var(--vscode-editor-selectionBackground);
  }
  /* High contrast fills nothing behind text. */
  :host-context(.vscode-high-contrast) .property,
  :host-context(.vscode-high-contrast) .area {
    fill-opacity: 0;
  }
  :host-context(.vscode-high-contrast) .property {
    stroke: var(--vscode-charts-orange, var(--vscode-charts-foreground));
    stroke-dasharray: 3 2;
  }
  :host-context(.vscode-high-contrast) .mark.chosen {
    fill: none;
    stroke: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
    stroke-dasharray: 3 2;
  }
  .mark.cursor {
    stroke: var(--vscode-editorCursor-foreground);
  }
  .mark.pointed {
    stroke: var(--vscode-focusBorder);
    fill: var(--vscode-editor-hoverHighlightBackground, none);
  }
  .below {
    min-height: 1.5em;
    padding-top: 2px;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    color: var(--vscode-foreground);
  }
`;
