import type { ViewMessages } from '../../protocol';

/** What the Document view tells the extension; panels have a client of their own, and share the buttons of a notice. */
type Sent = ViewMessages['document']['from'];

const eventName = 'langscope-send';

/** Hands a message from any component to the page, which sends it to the extension. */
export function send(from: EventTarget, message: Sent): void {
  from.dispatchEvent(new CustomEvent<Sent>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onSend(page: EventTarget, receive: (message: Sent) => void): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<Sent>).detail));
}
