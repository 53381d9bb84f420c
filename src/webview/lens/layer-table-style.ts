import { css } from 'lit';

export const layerTableStyle = css`
  :host {
    container-type: inline-size;
  }
  .frame {
    outline-offset: 2px;
  }
  table {
    table-layout: fixed;
    font-size: 0.92em;
  }
  th,
  td {
    padding: 1px 6px 1px 0;
    height: 22px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  th:last-child,
  td:last-child {
    padding-right: 2px;
  }
  thead th {
    height: 24px;
  }
  .depth {
    width: 6.2em;
    text-align: left;
  }
  .guessed {
    text-align: left;
  }
  .probability {
    width: 6.2em;
  }
  .rank {
    width: 4.8em;
  }
  .divergence {
    width: 6em;
  }
  .token,
  .guess {
    font-family: var(--vscode-editor-font-family, monospace);
  }
  tr.marked > * {
    background: var(--vscode-list-hoverBackground);
    box-shadow:
      inset 0 1px var(--marked),
      inset 0 -1px var(--marked);
  }
  tr {
    --marked: transparent;
  }
  :host-context(.vscode-high-contrast) tr.marked,
  :host-context(.vscode-high-contrast-light) tr.marked {
    --marked: var(--vscode-contrastActiveBorder, currentColor);
  }
  ol {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .guess {
    position: relative;
    display: flex;
    align-items: center;
    gap: 4px;
    height: 19px;
    padding: 0 4px;
    overflow: hidden;
    background: var(--track);
  }
  .guess .bar {
    position: absolute;
    inset: 0 auto 0 0;
    background: color-mix(in srgb, var(--data) 45%, transparent);
  }
  .guess .text {
    position: relative;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .guess .percent {
    position: relative;
    display: none;
    margin-left: auto;
    font-family: var(--vscode-font-family);
    font-size: 0.85em;
    font-weight: normal;
  }
  .guess.own {
    outline: 1px solid var(--vscode-foreground);
    outline-offset: -1px;
    font-weight: 600;
  }
  :host-context(.vscode-high-contrast) .guess,
  :host-context(.vscode-high-contrast-light) .guess {
    background: none;
    border-bottom: 1px solid var(--hairline);
  }
  :host-context(.vscode-high-contrast) .guess .bar,
  :host-context(.vscode-high-contrast-light) .guess .bar {
    inset: auto auto 0 0;
    height: 4px;
    background: var(--data);
  }
  @container (max-width: 640px) {
    .depth,
    .probability,
    .divergence {
      width: 5.4em;
    }
    .rank {
      width: 4em;
    }
    th,
    td {
      padding-right: 4px;
    }
    .guess {
      padding: 0 2px 0 3px;
    }
  }
  @container (min-width: 860px) {
    .guess .percent {
      display: inline;
    }
  }
  /* Narrow: the figures of a layer above its guesses. */
  @container (max-width: 470px) {
    table,
    thead,
    tbody,
    tr {
      display: block;
    }
    tr {
      display: grid;
      grid-template-columns: minmax(0, 5.6fr) minmax(0, 5.2fr) minmax(0, 3.6fr) minmax(0, 5.2fr);
      border-bottom: 1px solid var(--hairline);
      padding: 1px 0 3px;
      column-gap: 6px;
      font-size: 0.95em;
    }
    tr > .depth,
    tr > .guessed,
    tr > .probability,
    tr > .rank,
    tr > .divergence {
      width: auto;
      border: 0;
      padding-right: 0;
    }
    thead th {
      height: 20px;
    }
    tbody th,
    tbody td {
      height: 18px;
    }
    .guessed {
      order: 9;
      grid-column: 1 / -1;
    }
    thead .guessed {
      display: none;
    }
    td.guessed {
      height: auto;
    }
    ol {
      grid-template-columns: repeat(auto-fit, minmax(5.4em, 1fr));
    }
  }
`;
