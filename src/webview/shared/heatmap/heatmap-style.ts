import { css } from 'lit';

export const heatmapStyle = css`
  .plot {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    column-gap: 8px;
  }
  canvas {
    display: block;
    width: 100%;
    height: var(--heatmap-height, 420px);
    min-height: 160px;
    touch-action: none;
    cursor: default;
  }
  canvas.pick {
    cursor: crosshair;
  }
  canvas:focus-visible {
    outline-offset: 1px;
  }
  langscope-heatmap-scale {
    align-self: end;
  }
  .below {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 2px 8px;
    min-height: 26px;
  }
  .readout {
    flex: 1 1 12em;
    min-width: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.92em;
  }
  .tools {
    display: flex;
    margin-left: auto;
  }
`;
