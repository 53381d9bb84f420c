import type { FromChatView } from '../../protocol';

const eventName = 'langscope-chat';

/** Hands a message from any component of the Chat view to its page, which sends it to the extension. */
export function tell(from: EventTarget, message: FromChatView): void {
  from.dispatchEvent(new CustomEvent<FromChatView>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onTell(page: EventTarget, receive: (message: FromChatView) => void): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<FromChatView>).detail));
}
