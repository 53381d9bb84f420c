import { html, type TemplateResult } from 'lit';
import { influenceUnits, type InfluenceMeasure, type InfluencePanel, type InfluenceUnit } from '../../protocol';
import { influenceMeasureWords, influenceUnitNames } from '../../protocol/influence-words';
import { type InfluenceLook, reaches } from './influence-look';

type Controls = InfluencePanel['controls'];

const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value;

/** What is measured, and of what. */
export function readingControls(
  { measure, unit }: Controls,
  choose: (change: Partial<Controls>) => void,
): TemplateResult {
  const measures: readonly (readonly [InfluenceMeasure | 'auto', string])[] = [
    ['auto', 'Gradient where there is one'],
    ['gradient', influenceMeasureWords.gradient.name],
    ['removed', influenceMeasureWords.removed.name],
    ['replaced', influenceMeasureWords.replaced.name],
  ];
  return html`<div class="fields">
    <label
      ><span class="quiet">Measure</span
      ><select name="measure" @change=${(event: Event) => choose({ measure: valueOf(event) as Controls['measure'] })}>
        ${measures.map(([value, name]) => html`<option value=${value} ?selected=${value === measure}>${name}</option>`)}
      </select></label
    >
    <label
      ><span class="quiet">By</span
      ><select name="unit" @change=${(event: Event) => choose({ unit: valueOf(event) as InfluenceUnit })}>
        ${influenceUnits.map(
          (value) => html`<option value=${value} ?selected=${value === unit}>${influenceUnitNames[value]}</option>`,
        )}
      </select></label
    >
  </div>`;
}

/** How the list is sorted. */
export function orderControl(
  { order }: InfluenceLook,
  change: (change: Partial<InfluenceLook>) => void,
): TemplateResult {
  return html`<label
    ><span class="quiet">Sorted</span
    ><select
      name="order"
      @change=${(event: Event) => change({ order: valueOf(event) === 'nearest' ? 'nearest' : 'strongest' })}
    >
      <option value="strongest" ?selected=${order === 'strongest'}>Strongest first</option>
      <option value="nearest" ?selected=${order === 'nearest'}>Nearest first</option>
    </select></label
  >`;
}

/** How far back the comparison goes. */
export function reachControl(
  { reach }: InfluenceLook,
  change: (change: Partial<InfluenceLook>) => void,
): TemplateResult {
  return html`<label
    ><span class="quiet">Tokens back</span
    ><select name="reach" @change=${(event: Event) => change({ reach: Number(valueOf(event)) })}>
      ${reaches.map((value) => html`<option value=${value} ?selected=${value === reach}>${value}</option>`)}
    </select></label
  >`;
}
