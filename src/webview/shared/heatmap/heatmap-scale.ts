import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssProperties } from '../css-properties';
import { sharedStyle } from '../style';
import { gradientStops } from './colour-ramp';
import { scaleTicks, shapeText, type ValueScale } from './value-scale';

const linear: ValueScale = { kind: 'sequential', largest: 1, shape: { kind: 'linear' } };

/** The colours of a heatmap with their numbers, from the bottom to the top. */
@customElement('langscope-heatmap-scale')
export class HeatmapScale extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 4px;
        width: 4.6em;
        font-size: 0.85em;
      }
      .name {
        color: var(--quiet);
        overflow-wrap: anywhere;
        line-height: 1.25;
      }
      .scale {
        display: flex;
        gap: 5px;
        height: 132px;
        padding: 0.5em 0;
      }
      .bar {
        width: 12px;
        flex: none;
        border: 1px solid var(--hairline);
      }
      .ticks {
        display: flex;
        flex-direction: column-reverse;
        justify-content: space-between;
        margin: -0.55em 0;
        white-space: nowrap;
        line-height: 1.1;
      }
    `,
  ];

  @property({ attribute: false }) public accessor scale: ValueScale = linear;
  @property({ attribute: false }) public accessor ramp: Uint8ClampedArray = new Uint8ClampedArray();
  /** What is measured, with its unit. */
  @property() public accessor name = '';
  private stops = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('ramp')) this.stops = this.ramp.length === 0 ? '' : gradientStops(this.ramp);
  }

  protected override render(): TemplateResult {
    const shape = shapeText(this.scale.shape);
    return html`
      <div class="name">${this.name}${shape === '' ? nothing : html`,<br />${shape} scale`}</div>
      <div class="scale">
        <div class="bar" ${cssProperties({ background: `linear-gradient(to top, ${this.stops})` })}></div>
        <div class="ticks number">${scaleTicks(this.scale).map(({ text }) => html`<span>${text}</span>`)}</div>
      </div>
    `;
  }
}
