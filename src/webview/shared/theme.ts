import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Themed = ReactiveControllerHost & HTMLElement;

/** Tells a component that draws by itself when the colour theme changed; CSS needs no telling. */
export class ThemeController implements ReactiveController {
  private readonly observer = new MutationObserver(() => this.host.requestUpdate());

  public constructor(private readonly host: Themed) {
    host.addController(this);
  }

  public hostConnected(): void {
    // VS Code writes its colours into the root's style and the kind of theme into the body's classes.
    this.observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
    this.observer.observe(document.body, { attributeFilter: ['class'] });
  }

  public hostDisconnected(): void {
    this.observer.disconnect();
  }

  /** The first of the custom properties that the theme defines, as a colour for canvas and SVG. */
  public color(...names: readonly string[]): string {
    const style = getComputedStyle(this.host);
    for (const name of names) {
      const value = style.getPropertyValue(name).trim();
      if (value !== '') return value;
    }
    return style.color;
  }
}

export function highContrast(): boolean {
  const { classList } = document.body;
  return classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
}
