import { css } from 'lit';

/** Fields in which a person writes or chooses. */
export const fieldStyle = css`
  textarea,
  input[type='text'],
  select {
    width: 100%;
    font: inherit;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--hairline)));
    border-radius: 2px;
    padding: 4px 6px;
  }
  select {
    color: var(--vscode-dropdown-foreground);
    background: var(--vscode-dropdown-background);
    border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--hairline)));
    padding: 2px 4px;
    text-overflow: ellipsis;
  }
  textarea {
    resize: vertical;
    min-height: 3em;
    display: block;
  }
  ::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
`;
