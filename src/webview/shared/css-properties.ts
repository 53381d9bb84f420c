import { noChange } from 'lit';
import { directive, Directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

type Properties = Readonly<Record<string, string>>;

/**
 * Sets CSS properties one by one. Lit's styleMap writes a `style` attribute first, which the page's
 * content security policy refuses.
 */
class CssProperties extends Directive {
  public constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT)
      throw new Error('cssProperties stands inside a tag: <div ${cssProperties(...)}>');
  }

  public render(properties: Properties): Properties {
    return properties;
  }

  public override update(part: ElementPart, [properties]: [Properties]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) style.setProperty(name, value);
    return noChange;
  }
}

export const cssProperties = directive(CssProperties);
