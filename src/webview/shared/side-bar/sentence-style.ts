import { css } from 'lit';

/** Sentences behind a sign, and the buttons that stand below them. */
export const sentenceStyle = css`
  .sentence {
    display: flex;
    gap: 8px;
    margin: 8px 0;
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
`;
