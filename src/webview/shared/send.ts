import type { ViewMessages } from '../../protocol';

/** What some view tells the extension. */
type Sent = ViewMessages[keyof ViewMessages]['from'];

const eventName = 'langscope-send';

/** Hands a message from any component to the page, which sends it to the extension. */
export function send(from: EventTarget, message: Sent): void {
  from.dispatchEvent(new CustomEvent<Sent>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onSend(page: EventTarget, receive: (message: Sent) => void): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<Sent>).detail));
}
