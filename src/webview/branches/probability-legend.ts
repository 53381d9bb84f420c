import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { cssColour, rampAt } from '../shared/heatmap/colour-ramp';
import { heatmapColours } from '../shared/heatmap/heatmap-colours';
import { sharedStyle } from '../shared/style';
import { ThemeController } from '../shared/theme';
import { edgeShare, scaleMarks, thickestEdge } from './probability-scale';
import { edgeWidth } from './tree-layout';

const width = 160;
const parts = 32;

/** The scale of the edges: thickness and colour grow with the probability of the token they lead to. */
@customElement('langscope-probability-legend')
export class ProbabilityLegend extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 10px;
        font-size: 0.85em;
        color: var(--quiet);
      }
      .scale {
        width: ${width}px;
      }
      svg {
        display: block;
      }
      .ticks {
        display: flex;
        justify-content: space-between;
        line-height: 1.2;
      }
    `,
  ];

  public constructor() {
    super();
    new ThemeController(this);
  }

  protected override render(): TemplateResult {
    const { ramp } = heatmapColours(this, 'sequential', 'blue');
    const step = width / parts;
    const bars = Array.from({ length: parts }, (_, at) => {
      const share = (at + 0.5) / parts;
      const high = edgeWidth(share, thickestEdge);
      return svg`<rect x=${at * step} y=${(thickestEdge - high) / 2} width=${step + 0.3} height=${high}
        fill=${cssColour(rampAt(ramp, edgeShare(share)))}></rect>`;
    });
    return html`<span>probability of the token</span>
      <div class="scale">
        <svg width=${width} height=${thickestEdge} aria-hidden="true">${bars}</svg>
        <div class="ticks number">${scaleMarks.map((share) => html`<span>${`${100 * share} %`}</span>`)}</div>
      </div>`;
  }
}
