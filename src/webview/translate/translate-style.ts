import { css } from 'lit';

export const translateStyle = css`
  :host {
    padding: 4px 12px 12px;
    container-type: inline-size;
    line-height: 1.4;
  }
  .slider {
    grid-column: 1 / -1;
  }
  .slider .named {
    display: flex;
    justify-content: space-between;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
  }
  .sentence {
    display: flex;
    gap: 8px;
    margin: 6px 0;
    overflow-wrap: anywhere;
  }
  .icon-error {
    color: var(--vscode-errorForeground);
  }
  .icon-warning {
    color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 8px 0;
  }
  .stale {
    opacity: 0.75;
  }
  section {
    margin-top: 8px;
  }
  .heading h2 {
    flex: 0 1 auto;
  }
  .heading .score {
    flex: 1;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .columns {
    display: grid;
    column-gap: 10px;
  }
  .waiting {
    min-height: 3em;
    padding: 6px 8px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border: 1px dashed var(--hairline);
    border-radius: 2px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    margin-top: 4px;
    color: var(--vscode-foreground);
  }
  langscope-heatmap {
    --heatmap-height: var(--rows-height, 240px);
  }
  @container (min-width: 520px) {
    .columns {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`;
