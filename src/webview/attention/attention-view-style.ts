import { css } from 'lit';

export const attentionStyle = css`
  section {
    margin-top: 12px;
  }
  .heading {
    min-height: 26px;
  }
  .heading h2 {
    flex: 0 1 auto;
  }
  .fields {
    margin: 2px 0;
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 3.6em;
    resize: vertical;
    padding: 4px 6px;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--hairline));
    border-radius: 2px;
  }
  .target {
    display: block;
    white-space: normal;
  }
  .problem {
    margin: 10px 0;
    line-height: 1.4;
  }
  .explained {
    margin: 2px 0;
    max-width: 60em;
    line-height: 1.4;
  }
  .large {
    min-height: 26px;
  }
  /* As wide as the panel and never higher than the window, so that arcs are not far. */
  langscope-heatmap {
    --heatmap-height: max(260px, min(68vh, 88vw, 620px));
  }
`;
