import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Legend, LegendStep } from '../../protocol';
import { cssProperties } from '../shared/css-properties';
import { variable } from '../shared/series-colour';
import { sharedStyle } from '../shared/style';
import { highContrast, ThemeController } from '../shared/theme';

/** What the colours in the editor mean at this moment. */
@customElement('langscope-colour-legend')
export class ColourLegend extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      .scale {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
      }
      .scale .sample {
        height: 14px;
        border: 1px solid var(--hairline);
        border-left-width: 0;
      }
      .scale :first-child > .sample {
        border-left-width: 1px;
      }
      .tick {
        display: block;
        padding-top: 2px;
        min-height: 1.4em;
        white-space: nowrap;
      }
      .categories {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(88px, 1fr));
        gap: 4px 8px;
      }
      .category {
        display: flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
      }
      .categories .sample {
        width: 22px;
        height: 14px;
        flex: none;
        border: 1px solid var(--hairline);
      }
      .sample {
        background-color: var(--vscode-editor-background);
      }
      .fill {
        width: 100%;
        height: 100%;
      }
    `,
  ];

  @property({ attribute: false }) public accessor legend: Legend = { kind: 'off' };
  /** Renders again when a theme with high contrast comes or goes. */
  protected readonly theme = new ThemeController(this);

  protected override render(): TemplateResult {
    return html`
      <div class="heading">
        <h2>Colours in the editor</h2>
        ${this.legend.kind === 'off' ? nothing : html`<span class="quiet">${this.legend.title}</span>`}
      </div>
      ${this.body()}
    `;
  }

  private body(): TemplateResult {
    switch (this.legend.kind) {
      case 'off':
        return html`<div class="quiet">The text is not coloured.</div>`;
      case 'scale':
        return html`<div class="scale" role="list">
          ${this.legend.steps.map(
            (step) =>
              html`<div role="listitem" title=${step.label} aria-label=${step.label}>
                ${sample(step)}<span class="tick quiet number" aria-hidden="true">${step.tick}</span>
              </div>`,
          )}
        </div>`;
      case 'categories':
        return html`<div class="categories" role="list">
          ${this.legend.steps.map(
            (step) => html`<div class="category" role="listitem">${sample(step)}<span>${step.label}</span></div>`,
          )}
        </div>`;
    }
  }
}

/** A piece of editor with the step's fill or, in high contrast, its underline. */
function sample({ color, underline = 'none', thickness = 1 }: LegendStep): TemplateResult {
  const value = color === undefined ? 'transparent' : `var(${variable(color)})`;
  const properties: Record<string, string> = highContrast()
    ? {
        background: 'none',
        'border-bottom': underline === 'none' ? 'none' : `${thickness}px ${underline} var(--vscode-editor-foreground)`,
      }
    : { background: value, 'border-bottom': 'none' };
  return html`<div class="sample" aria-hidden="true"><div class="fill" ${cssProperties(properties)}></div></div>`;
}
