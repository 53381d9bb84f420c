import type { ViewMessages } from '../../protocol';

type FromView<V extends keyof ViewMessages> = ViewMessages[V]['from'];

/**
 * How the components of a view hand messages to its page, which sends them to the extension: `tell` from any component,
 * `onTell` at the page.
 */
export function telling<V extends keyof ViewMessages>(
  view: V,
): {
  readonly tell: (from: EventTarget, message: FromView<V>) => void;
  readonly onTell: (page: EventTarget, receive: (message: FromView<V>) => void) => void;
} {
  const name = `langscope-${view}-tell`;
  return {
    tell: (from, detail) => {
      from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    },
    onTell: (page, receive) =>
      page.addEventListener(name, (event) => receive((event as CustomEvent<FromView<V>>).detail)),
  };
}
