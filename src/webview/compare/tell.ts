import type { FromCompareView } from '../../protocol';

const eventName = 'langscope-compare-tell';

/** Hands a message from any component of the Compare view to its page, which sends it to the extension. */
export function tell(from: EventTarget, message: FromCompareView): void {
  from.dispatchEvent(new CustomEvent<FromCompareView>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onTell(page: EventTarget, receive: (message: FromCompareView) => void): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<FromCompareView>).detail));
}
