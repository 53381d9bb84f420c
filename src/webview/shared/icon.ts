import { html, type TemplateResult } from 'lit';

import { codicons, type IconName } from './codicons';

/** An icon beside a text that says the same; screen readers pass over it. */
export function icon(name: IconName): TemplateResult {
  return html`<span class="codicon icon-${name}" aria-hidden="true">${String.fromCodePoint(codicons[name])}</span>`;
}

/** Makes the icon font known to the page; a rule inside a shadow root could not. */
export function registerIcons(url: string): void {
  document.fonts.add(new FontFace('codicon', `url(${JSON.stringify(url)})`, { display: 'block' }));
}
