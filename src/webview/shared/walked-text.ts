import { css } from 'lit';

/** A box with a text whose words can be pointed at and walked through by keyboard. */
export const textBoxStyle = css`
  .text {
    position: relative;
    overflow: auto;
    padding: 6px 8px;
    overflow-wrap: anywhere;
    color: var(--vscode-editor-foreground);
    background: var(--vscode-editor-background);
    border: 1px solid var(--hairline);
    border-radius: 2px;
  }
  .words {
    white-space: pre-wrap;
  }
`;

/** Scrolls the box, and nothing else, so far that the element within it is seen. */
export function bringIntoBox(box: HTMLElement, { offsetTop, offsetHeight }: HTMLElement): void {
  const { scrollTop, clientHeight } = box;
  const above = offsetTop < scrollTop;
  if (above || offsetTop + offsetHeight > scrollTop + clientHeight) box.scrollTop = offsetTop - clientHeight / 3;
}

/** Gives the keyboard to the word that the key leads to from the one at `at`; other keys do nothing. */
export function walkWords(event: KeyboardEvent, words: readonly HTMLElement[], at: number): void {
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: words.length - 1,
  };
  const next = to[event.key];
  if (next === undefined) return;
  event.preventDefault();
  words[Math.min(words.length - 1, Math.max(0, next))]?.focus();
}
