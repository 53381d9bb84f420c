import { css } from 'lit';

/** Outside every component: the page itself. */
export const pageStyle = css`
  html,
  body {
    margin: 0;
    padding: 0;
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    color: var(--vscode-foreground);
    background: transparent;
  }
`;
