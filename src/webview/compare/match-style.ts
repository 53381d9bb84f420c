import { css, unsafeCSS } from 'lit';

/** Of the levels of a run: a fill, and a line in every theme, as in the editor. */
const lines = ['dotted 1px', 'dashed 1px', 'solid 1px', 'solid 3px'];
const steps = [3, 5, 6, 8];

/** Runs of words that two texts share, by length: in the texts and in their legend. */
export const matchStyle = css`
  .run {
    color: var(--vscode-editor-foreground);
    text-decoration-line: underline;
    text-underline-offset: 2px;
    border-radius: 2px;
  }
  ${unsafeCSS(
    steps
      .map(
        (step, level) =>
          `.l${level} { background-color: var(--vscode-langscope-surpriseBlue${step}, transparent); text-decoration-style: ${lines[level]!.split(' ')[0]!}; text-decoration-thickness: ${lines[level]!.split(' ')[1]!}; }`,
      )
      .join('\n'),
  )}
`;
