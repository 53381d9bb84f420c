import { css } from 'lit';

export const beamStyle = css`
  :host {
    container-type: inline-size;
  }
  .player input[type='range'] {
    max-width: none;
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(14em, 1fr));
    gap: 8px 16px;
    align-items: start;
    margin: 8px 0;
  }
  .columns:not(.two) .column {
    min-height: calc(var(--rows) * 24px + 26px);
  }
  .heading h2 {
    flex: 0 1 auto;
  }
  .ranked {
    margin-top: 14px;
  }
  .none {
    margin: 2px 0;
  }
  .hypothesis,
  .results li {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    column-gap: 8px;
    align-items: center;
    width: 100%;
    min-height: 24px;
    padding: 1px 6px;
    text-align: left;
    overflow: hidden;
  }
  .hypothesis:hover,
  .ranking button:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .hypothesis.selected {
    color: var(--vscode-list-inactiveSelectionForeground, inherit);
    background: var(--vscode-list-inactiveSelectionBackground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .hypothesis:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .bar {
    position: absolute;
    left: 0;
    bottom: 0;
    height: 2px;
    background: var(--data);
  }
  .line,
  .ranking .text button,
  .token {
    font-family: var(--vscode-editor-font-family, monospace);
  }
  .line {
    min-width: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .columns:not(.two) .line {
    display: flex;
  }
  .columns:not(.two) .line .rest:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    direction: rtl;
  }
  .newest {
    flex: none;
    font-weight: 600;
    border-bottom: 1px solid var(--data);
  }
  .why {
    grid-column: 1 / -1;
    font-size: 0.8em;
  }
  .results {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .results .changed {
    border-left: 3px solid var(--data);
  }
  .note {
    margin: 4px 0;
    line-height: 1.4;
    min-height: 1.4em;
  }
  .ranking {
    table-layout: fixed;
  }
  .ranking th:first-child {
    width: 8.5em;
    white-space: nowrap;
  }
  .ranking th:nth-child(n + 3) {
    width: 5em;
  }
  .ranking .text {
    text-align: left;
  }
  .ranking .text button {
    display: block;
    width: 100%;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    text-align: left;
  }
  .ranking tr.selected > * {
    background: var(--vscode-list-inactiveSelectionBackground);
  }
  label.grow {
    flex: 1 1 14em;
  }
  .value {
    min-width: 2.2em;
  }
  button.piece {
    margin-right: 1px;
    padding: 0 1px;
    border: 0;
    border-bottom: 2px solid color-mix(in srgb, var(--data) 60%, transparent);
  }
  button.piece:hover {
    background: var(--vscode-list-hoverBackground);
  }
  button.piece[aria-pressed='true'] {
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground);
    outline: 1px solid var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
  }
  @container (max-width: 440px) {
    .ranking th:first-child {
      width: 3.4em;
      white-space: normal;
    }
    .ranking th:nth-child(n + 3) {
      width: 4.2em;
    }
    .ranking .text button {
      white-space: normal;
      overflow-wrap: anywhere;
    }
  }
  .intro {
    max-width: 44em;
    line-height: 1.4;
  }
`;
