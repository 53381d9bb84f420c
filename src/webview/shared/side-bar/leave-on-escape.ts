/** Escape, pressed anywhere in the page, gives the keyboard back to the editor: `leave` tells the extension. */
export function leaveOnEscape(page: HTMLElement, leave: () => void): void {
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });
}
