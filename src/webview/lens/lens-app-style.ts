import { css } from 'lit';

export const lensAppStyle = css`
  .caveat {
    max-width: 60em;
    margin: 4px 0;
    line-height: 1.4;
  }
  .other {
    margin: 6px 0;
    line-height: 1.4;
  }
  button.link {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
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
  .after {
    min-width: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .before {
    white-space: pre;
    font-family: var(--vscode-editor-font-family, monospace);
  }
  @media (max-width: 460px) {
    .after {
      display: none;
    }
  }
  .colour select {
    height: 24px;
    font-size: 0.92em;
    max-width: 100%;
  }
  .colour {
    min-width: 0;
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
