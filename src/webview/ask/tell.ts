import type { FromAskView } from '../../protocol';

const eventName = 'langscope-ask';

/** Hands a message from any component of the Ask view to its page, which sends it to the extension. */
export function tell(from: EventTarget, message: FromAskView): void {
  from.dispatchEvent(new CustomEvent<FromAskView>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onTell(page: EventTarget, receive: (message: FromAskView) => void): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<FromAskView>).detail));
}
