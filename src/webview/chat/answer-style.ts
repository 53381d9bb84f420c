import { css, unsafeCSS } from 'lit';

/** Of an answer: the text, how it ended, and its buttons. */
export const answerStyle = css`
  .written {
    white-space: pre-wrap;
  }
  .text {
    overflow-wrap: anywhere;
    line-height: 1.45;
    min-height: 1.45em;
  }
  .writing::after {
    content: '\\258d';
    color: var(--data);
  }
  .end {
    display: flex;
    gap: 6px;
    margin-top: 4px;
    font-size: 0.92em;
    overflow-wrap: anywhere;
  }
  .icon-warning {
    color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  }
  .icon-error {
    color: var(--vscode-errorForeground);
  }
  .actions {
    display: flex;
    gap: 2px;
    margin: 2px 0 0 -3px;
    min-height: 22px;
  }
  details.how {
    margin-top: 2px;
  }
`;

const steps = [1, 2, 3, 4, 5, 6, 7, 8];
const fills = steps.map(
  (step) => `.s${step} { background-color: var(--vscode-langscope-surprise${step}, transparent); }`,
);
/** In high contrast nothing is filled: an underline grows, as in the editor. */
const lines = ['none', 'none', '1px dotted', '1px dashed', '1px solid', '2px solid', '3px solid', '4px double'];
const underlines = steps.map(
  (step) => `:host-context(.vscode-high-contrast) .s${step} { border-bottom: ${lines[step - 1]!}; }`,
);

/** Tokens by how much they surprise the model that wrote them. */
export const tokenStyle = css`
  .token {
    color: var(--vscode-editor-foreground);
    border-radius: 2px;
  }
  .ending {
    color: var(--quiet);
    font-size: 0.85em;
  }
  ${unsafeCSS([...fills, ...underlines].join('\n'))}
`;
