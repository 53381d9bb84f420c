import { css } from 'lit';
import { movedIndex, TypeAhead } from './list-keys';

/** CSS pixels of an option. */
const optionHeight = 22;

/** What a key comes to in a list. */
export interface ListActions {
  /** Another option is the active one. */
  readonly activate: (index: number) => void;
  /** Enter, with the keyboard, or space. */
  readonly choose: (index: number, focus: boolean) => void;
}

/** Walks a list box with the keyboard as any list of the platform: arrows, pages, ends, and the letters of an option. */
export class ListWalk {
  private readonly typeAhead = new TypeAhead();

  public constructor(private readonly actions: ListActions) {}

  /** `texts`: what the options begin with; `active`: the index of one of them, or -1. */
  public press(event: KeyboardEvent, texts: readonly string[], active: number): void {
    const box = event.currentTarget as HTMLElement;
    const page = Math.max(1, Math.floor(box.clientHeight / optionHeight) - 1);
    const letter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    const target = letter
      ? this.typeAhead.find(event.key, texts, active, event.timeStamp)
      : movedIndex(event.key, active, texts.length, page);
    if (target !== undefined) this.actions.activate(target);
    else if (event.key === 'Enter' || event.key === ' ') this.actions.choose(active, event.key === 'Enter');
    else if (!letter) return;
    event.preventDefault();
  }
}

/** Brings an option into the list's own view, without scrolling the page. */
export function showOption(box: HTMLElement, index: number): void {
  const option = box.querySelectorAll<HTMLElement>('.option')[index];
  if (option === undefined) return;
  const top = option.offsetTop - box.offsetTop;
  if (top < box.scrollTop) box.scrollTop = top;
  const lowest = top + option.offsetHeight - box.clientHeight;
  if (lowest > box.scrollTop) box.scrollTop = lowest;
}

/** How the platform draws a list's options: under the pointer, the active one, and that while the list has the keyboard. */
export const listStyle = css`
  .list {
    overflow-y: auto;
    overflow-x: hidden;
  }
  .option {
    display: flex;
    align-items: baseline;
    gap: 8px;
    height: 22px;
    line-height: 22px;
    padding: 0 var(--inset, 8px);
    cursor: pointer;
  }
  .option:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .option[aria-selected='true'] {
    color: var(--vscode-list-inactiveSelectionForeground, inherit);
    background: var(--vscode-list-inactiveSelectionBackground);
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .list:focus .option[aria-selected='true'] {
    color: var(--vscode-list-activeSelectionForeground, inherit);
    background: var(--vscode-list-activeSelectionBackground);
    outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
  }
  .list:focus .option[aria-selected='true'] .quiet {
    color: inherit;
  }
`;
