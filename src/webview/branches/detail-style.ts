import { css } from 'lit';

/** A token's or a hypothesis' figures and what can be done with it. */
export const detailStyle = css`
  .path {
    font-family: var(--vscode-editor-font-family, monospace);
    line-height: 1.6;
    max-height: 4.8em;
    overflow-y: auto;
    overflow-wrap: anywhere;
  }
  .piece {
    border-bottom: 2px solid color-mix(in srgb, var(--data) 60%, transparent);
    margin-right: 2px;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 22px;
    margin: 6px 0 8px;
    min-height: 2.9em;
  }
  dt,
  dd {
    margin: 0;
    white-space: nowrap;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0;
  }
  input[type='text'] {
    font: inherit;
    font-family: var(--vscode-editor-font-family, monospace);
    height: 26px;
    min-width: 0;
    padding: 0 6px;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--hairline));
    border-radius: 2px;
  }
`;
