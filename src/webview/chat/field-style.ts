import { css } from 'lit';

/** Fields in which a person writes or chooses, and the choices at the head of a view. */
export const fieldStyle = css`
  .head {
    display: grid;
    /* One below the other where names would be cut. */
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr));
    gap: 2px 8px;
  }
  .head label {
    min-width: 0;
  }
  .about {
    grid-column: 1 / -1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
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
