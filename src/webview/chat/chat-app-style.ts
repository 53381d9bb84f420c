import { css } from 'lit';

export const chatAppStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100vh;
    min-height: 22em;
    padding: 4px 12px 10px;
    box-sizing: border-box;
  }
  .empty,
  .notice {
    margin: 8px 0;
    line-height: 1.4;
  }
  .empty {
    flex: 1;
  }
  .notice .sentence {
    display: flex;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  .notice .icon-error {
    color: var(--vscode-errorForeground);
  }
  .notice .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 10px;
  }
  .tools {
    display: flex;
    justify-content: flex-end;
  }
  .turns {
    flex: 1 1 0;
    min-height: 8em;
    overflow: auto;
    margin: 0 -12px;
    padding: 4px 12px;
  }
  article {
    margin-bottom: 10px;
  }
  .said {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    line-height: 1.45;
  }
  .question {
    padding: 6px 8px;
    background: var(--track);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
  }
  .foot {
    padding-top: 4px;
    border-top: 1px solid var(--hairline);
    margin-top: 4px;
  }
  .reading {
    min-height: 1.5em;
  }
  langscope-chat-composer {
    margin-top: 6px;
  }
`;
