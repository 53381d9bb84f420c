import { css } from 'lit';

export const gatesAppStyle = css`
  section {
    margin-top: 14px;
  }
  section > h2 {
    min-height: 22px;
    line-height: 22px;
  }
  .says {
    margin: 2px 0 4px;
    min-height: 1.4em;
    line-height: 1.4;
  }
  .heading .fields {
    margin-left: auto;
  }
  .paging {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .paging .number {
    min-width: 10em;
    text-align: center;
  }
  .remedy {
    margin: 16px 0 8px;
    max-width: 44em;
    line-height: 1.4;
  }
  .broken {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 26px;
  }
  .broken .codicon {
    color: var(--vscode-errorForeground);
  }
  .other {
    display: flex;
    align-items: baseline;
    flex-wrap: wrap;
    gap: 2px 10px;
    margin: 4px 0;
  }
  button.link {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  .missing {
    margin: 4px 0 0;
    line-height: 1.4;
  }
`;
