import type { FromTranslateView } from '../../protocol';

const eventName = 'langscope-translate-tell';

/** Hands a message from any component of the Translate view to its page, which sends it to the extension. */
export function tell(from: EventTarget, message: FromTranslateView): void {
  from.dispatchEvent(new CustomEvent<FromTranslateView>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onTell(page: EventTarget, receive: (message: FromTranslateView) => void): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<FromTranslateView>).detail));
}
