import { css } from 'lit';

export const askAppStyle = css`
  :host {
    padding: 4px 12px 14px;
  }
  .ask {
    margin-top: 4px;
  }
  .buttons {
    display: flex;
    gap: 6px;
    margin-top: 6px;
  }
  .buttons button {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    flex: none;
  }
  .buttons select {
    flex: 1;
    min-width: 0;
  }
  .status {
    min-height: 2.4em;
    padding-top: 6px;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .progress {
    height: 2px;
    margin-top: 4px;
    background: var(--track);
  }
  .progress .fill {
    height: 100%;
    background: var(--vscode-progressBar-background, var(--data));
  }
  .sentence {
    display: flex;
    gap: 6px;
  }
  .icon-error {
    color: var(--vscode-errorForeground);
  }
  .icon-warning {
    color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  }
  .empty,
  .notice {
    margin: 8px 0;
    line-height: 1.4;
  }
  .notice .buttons {
    flex-wrap: wrap;
    margin-top: 10px;
  }
  .stale {
    opacity: 0.75;
  }
  section {
    margin-bottom: 12px;
  }
  .none {
    padding: 6px 8px;
    margin-bottom: 8px;
    background: var(--track);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    line-height: 1.4;
  }
  .none strong {
    display: block;
  }
  .sofar {
    opacity: 0.75;
    margin: 0;
    padding-left: 1.2em;
    overflow-wrap: anywhere;
  }
  .asked {
    overflow-wrap: anywhere;
    margin-bottom: 4px;
  }
`;
