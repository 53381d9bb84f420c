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

  /** What a CSS colour comes to in this theme, for canvas and SVG, which know no custom properties. */
  public color(css: string): string {
    return resolvedColour(this.host, css);
  }
}

/** What a CSS colour comes to where `element` stands; the text's own colour for what is no colour. */
export function resolvedColour(element: HTMLElement, css: string): string {
  const before = element.style.outlineColor;
  element.style.outlineColor = css;
  const found = getComputedStyle(element).outlineColor;
  element.style.outlineColor = before;
  return found;
}

/** The same as '#rrggbb', which every program that reads SVG understands; transparency is lost. */
export function hexColour(element: HTMLElement, css: string): string {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d')!;
  context.fillStyle = resolvedColour(element, css);
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part = 0) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function highContrast(): boolean {
  const { classList } = document.body;
  return classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
}
