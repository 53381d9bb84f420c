import { css } from 'lit';

export const lensAppStyle = css`
  .caveat {
    max-width: 60em;
    margin: 0 0 4px;
    line-height: 1.4;
  }
  section {
    margin-top: 14px;
  }
  .heading {
    min-height: 26px;
  }
  .heading h2 {
    flex: 0 1 auto;
  }
  .token {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 1.1em;
  }
  .heading .steps {
    display: flex;
    margin-left: auto;
  }
  .nothing {
    margin: 0;
    line-height: 1.4;
  }
  .detail {
    min-height: var(--detail-height, 0);
  }
  .left-out {
    margin: 4px 0 0;
  }
`;
