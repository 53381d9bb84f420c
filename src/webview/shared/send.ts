const eventName = 'langscope-send';

/** Hands a message from any component to the page, which sends it to the extension. */
export function send<Out extends { readonly kind: string }>(from: EventTarget, message: Out): void {
  from.dispatchEvent(new CustomEvent<Out>(eventName, { detail: message, bubbles: true, composed: true }));
}

export function onSend<Out extends { readonly kind: string }>(
  page: EventTarget,
  receive: (message: Out) => void,
): void {
  page.addEventListener(eventName, (event) => receive((event as CustomEvent<Out>).detail));
}
