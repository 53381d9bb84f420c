import { css } from 'lit';

/** Of the view: its fields, its notices, and the summaries side by side where there is room. */
export const summaryAppStyle = css`
  :host {
    padding: 4px 12px 12px;
    container-type: inline-size;
  }
  .head {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 4px 8px;
  }
  .head label {
    min-width: 0;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .about {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 22px;
  }
  .about > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .start {
    display: flex;
    align-items: center;
    gap: 10px;
    /* Two lines of what stands beside the button. */
    min-height: 34px;
    margin: 4px 0 2px;
  }
  .start button.primary {
    display: flex;
    align-items: center;
    gap: 6px;
    flex: none;
  }
  .bar {
    height: 3px;
    margin-bottom: 6px;
    background: transparent;
  }
  .bar.on {
    background: var(--track);
    outline: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .bar .fill {
    height: 100%;
    background: var(--data);
  }
  .line {
    display: flex;
    gap: 6px;
    margin: 6px 0;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 6px 0 10px;
  }
  .empty {
    line-height: 1.4;
    margin: 8px 0;
  }
  .icon-error {
    color: var(--vscode-errorForeground);
  }
  .icon-warning {
    color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  }
  .summaries {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
    gap: 12px 20px;
    align-items: start;
  }
  /* Where one stands below the other: two of 230 px and the gap do not fit. */
  @container (width < 480px) {
    .summaries > :nth-child(2) {
      border-top: 1px solid var(--hairline);
      padding-top: 8px;
    }
  }
  .closeness {
    margin: 4px 0 0;
  }
  .closeness caption {
    text-align: left;
    font-size: 1em;
  }
  .closeness td,
  .closeness th {
    text-align: left;
    white-space: nowrap;
    padding-left: 0;
  }
  .closeness + p {
    margin: 4px 0 8px;
    line-height: 1.4;
  }
`;

/** Of one summary. */
export const summaryTextStyle = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    margin: 2px 0 4px -3px;
    min-height: 22px;
  }
  .heading h2 {
    flex: 1 1 0;
  }
  .text {
    line-height: 1.5;
    overflow-wrap: anywhere;
    min-height: 1.5em;
  }
  .text.old {
    opacity: 0.75;
  }
  .sentence {
    cursor: pointer;
    border-radius: 2px;
    padding: 1px 0;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  .row {
    display: block;
    padding: 4px 6px 4px 8px;
    margin: 2px 0 2px -10px;
    border-left: 2px solid transparent;
  }
  .sentence:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  }
  .sentence.at-cursor {
    background: var(--vscode-editor-rangeHighlightBackground, var(--vscode-list-hoverBackground));
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    box-shadow: inset 2px 0 0 var(--vscode-focusBorder);
  }
  .word {
    border-radius: 2px;
  }
  .word:hover,
  .word.pointed {
    background: color-mix(in srgb, var(--data) 26%, transparent);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
  }
  .copied {
    text-decoration: underline;
    text-decoration-color: var(--data);
    text-decoration-thickness: 1.5px;
    text-underline-offset: 3px;
  }
  .unsupported {
    text-decoration: none;
    white-space: nowrap;
    font-size: 0.85em;
    color: var(--quiet);
  }
  .unsupported .codicon {
    font-size: 13px;
    vertical-align: -2px;
  }
  .icon-warning {
    color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  }
  .icon-error {
    color: var(--vscode-errorForeground);
  }
  .tail {
    color: var(--quiet);
    white-space: pre-wrap;
  }
  .tail::after {
    content: '\\258d';
    color: var(--data);
  }
  .note {
    margin: 6px 0 0;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .line {
    display: flex;
    gap: 6px;
    margin: 6px 0;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .source {
    min-height: 2.6em;
  }
  details {
    margin-top: 6px;
  }
  ul.left-out {
    list-style: none;
    margin: 4px 0 0;
    padding: 0;
    max-height: 18em;
    overflow: auto;
  }
  ul.left-out button {
    display: block;
    width: 100%;
    text-align: left;
    padding: 3px 6px;
    border-radius: 2px;
    overflow-wrap: anywhere;
  }
  ul.left-out button:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
`;
