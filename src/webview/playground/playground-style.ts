import { css } from 'lit';

export const playgroundStyle = css`
  section {
    margin-top: 14px;
  }
  .heading h2 {
    flex: 0 1 auto;
  }
  .heading .end {
    margin-left: auto;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 4px;
  }
  .says {
    min-height: 1.4em;
    margin: 4px 0 0;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(8em, 1fr));
    gap: 4px 14px;
    margin: 4px 0 10px;
  }
  .facts dd {
    margin: 0;
    font-size: 1.1em;
    white-space: nowrap;
  }
  .stale {
    opacity: 0.75;
  }
  .bars {
    min-height: var(--bars-height, 0);
  }
  .fields input[type='number'] {
    width: 5.4em;
  }
  .broken {
    display: flex;
    gap: 8px;
    line-height: 1.4;
  }
  .broken .codicon {
    color: var(--vscode-errorForeground);
  }
  .going {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
`;
