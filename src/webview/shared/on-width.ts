import type { ReactiveControllerHost } from 'lit';

/** Tells the width of a component in CSS pixels, at first and whenever it changes, while the component is on the page. */
export function onWidth(component: ReactiveControllerHost & HTMLElement, tell: (width: number) => void): void {
  const observer = new ResizeObserver(() => tell(component.clientWidth));
  component.addController({
    hostConnected: () => observer.observe(component),
    hostDisconnected: () => observer.disconnect(),
  });
}
