import { css } from 'lit';

/** Fields and switches, as VS Code draws its own. */
export const formStyle = css`
  :host-context(.vscode-dark),
  :host-context(.vscode-high-contrast:not(.vscode-high-contrast-light)) {
    color-scheme: dark;
  }
  select,
  input[type='number'] {
    font: inherit;
    height: 26px;
    padding: 0 4px;
    color: var(--vscode-dropdown-foreground, var(--vscode-input-foreground));
    background: var(--vscode-dropdown-background, var(--vscode-input-background));
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-input-border, var(--hairline)));
    border-radius: 2px;
    min-width: 0;
    max-width: 100%;
  }
  input[type='number'] {
    width: 5em;
    font-variant-numeric: tabular-nums;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border-color: var(--vscode-input-border, var(--hairline));
  }
  input[type='range'] {
    flex: 1 1 8em;
    min-width: 6em;
    max-width: 22em;
    accent-color: var(--vscode-button-background, var(--vscode-focusBorder));
  }
  input[type='checkbox'] {
    accent-color: var(--vscode-checkbox-selectBackground, var(--vscode-focusBorder));
    margin: 0 0.4em 0 0;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    white-space: nowrap;
    max-width: 100%;
  }
  :host-context(.vscode-high-contrast) input {
    accent-color: var(--vscode-focusBorder);
  }
  .fields {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 6px 14px;
    min-height: 28px;
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
`;
