import { css } from 'lit';

export const branchesStyle = css`
  .views {
    display: flex;
    gap: 2px;
  }
  .views button {
    padding: 0.25em 0.8em;
    border-bottom: 2px solid transparent;
    color: var(--vscode-panelTitle-inactiveForeground, var(--quiet));
  }
  .views button[aria-selected='true'] {
    color: var(--vscode-panelTitle-activeForeground, var(--vscode-foreground));
    border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder));
  }
  section {
    margin-top: 8px;
  }
  langscope-branch-tree {
    margin: 8px 0;
  }
  .said {
    min-height: 1.5em;
    margin: 4px 0;
    line-height: 1.4;
  }
  .said.failed {
    color: var(--vscode-errorForeground);
  }
  .forbidden-list {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin: 6px 0;
    padding: 0;
    list-style: none;
  }
  .forbidden-list li {
    display: flex;
    align-items: center;
    gap: 6px;
    padding-left: 6px;
    border: 1px dashed var(--hairline);
    border-radius: 3px;
  }
  .token {
    font-family: var(--vscode-editor-font-family, monospace);
  }
  .forbidden-list .token {
    text-decoration: line-through;
  }
`;
