import { css } from 'lit';

/** What every component of every view shares; sizes in em, so that they follow the person's font size. */
export const sharedStyle = css`
  :host {
    display: block;
    min-width: 0;
    color: var(--vscode-foreground);
    --quiet: var(--vscode-descriptionForeground, var(--vscode-foreground));
    --hairline: var(--vscode-contrastBorder, var(--vscode-panel-border, var(--vscode-widget-border, currentColor)));
    --track: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
    --data: var(--vscode-charts-blue, var(--vscode-charts-foreground));
  }
  * {
    box-sizing: border-box;
  }
  h2 {
    margin: 0;
    font-size: 0.85em;
    font-weight: 600;
    color: var(--vscode-sideBarSectionHeader-foreground, var(--vscode-foreground));
  }
  .heading {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    column-gap: 0.4em;
    min-height: 22px;
  }
  .heading h2 {
    flex: 1 0 auto;
    max-width: 100%;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .quiet {
    color: var(--quiet);
    font-size: 0.85em;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .codicon {
    font: normal 16px/1 codicon;
    display: inline-block;
    text-align: center;
    -webkit-font-smoothing: antialiased;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 1px solid transparent;
    padding: 0;
    cursor: pointer;
  }
  button.primary,
  button.secondary {
    padding: 0.3em 0.9em;
    border-radius: 2px;
    border-color: var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    color: var(--vscode-button-foreground);
    background: var(--vscode-button-background);
  }
  button.secondary {
    color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
    background: var(--vscode-button-secondaryBackground, transparent);
  }
  button.primary:hover:not(:disabled) {
    background: var(--vscode-button-hoverBackground);
  }
  button.secondary:hover:not(:disabled, [aria-pressed='true']) {
    background: var(--vscode-button-secondaryHoverBackground, var(--vscode-toolbar-hoverBackground));
  }
  button.primary:focus-visible,
  button.secondary:focus-visible {
    outline-offset: 2px;
  }
  button.secondary[aria-pressed='true'] {
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground);
    border-color: var(--vscode-inputOption-activeBorder, transparent);
  }
  button.link {
    color: var(--vscode-textLink-foreground, inherit);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  button.link:hover {
    color: var(--vscode-textLink-activeForeground, inherit);
  }
  button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  button.tool {
    display: grid;
    place-items: center;
    width: 22px;
    height: 22px;
    flex: none;
    border-radius: 5px;
    color: var(--vscode-icon-foreground);
  }
  button.tool:hover:not(:disabled) {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  button.tool[aria-pressed='true'] {
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground);
    border-color: var(--vscode-inputOption-activeBorder, transparent);
  }
  details > summary {
    width: fit-content;
    margin-left: -3px;
    list-style: none;
    cursor: pointer;
  }
  /* chevron-right, chevron-down */
  details > summary::before {
    content: '\\eab6';
    font: normal 16px/1 codicon;
    vertical-align: -3px;
  }
  details[open] > summary::before {
    content: '\\eab4';
  }
  .table {
    max-height: 16em;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.85em;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 2px 4px;
    text-align: right;
    font-weight: normal;
    border-bottom: 1px solid var(--hairline);
  }
  th:first-child {
    text-align: left;
  }
  thead th {
    color: var(--quiet);
  }
  /* Wherever a view moves something: not for those who asked for rest, of the editor or of the system. */
  :host-context(.vscode-reduce-motion) * {
    transition: none !important;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;
