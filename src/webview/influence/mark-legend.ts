import { html, type TemplateResult } from 'lit';
import type { InfluenceMeasure } from '../../protocol';
import { influenceThresholds, strongestInfluence } from '../../protocol/influence-levels';
import { cssProperties } from '../shared/css-properties';
import { variable } from '../shared/series-colour';

interface Step {
  readonly color: string;
  readonly label: string;
}

const steps = Array.from({ length: strongestInfluence }, (_, at) => at + 1);
const colorOf = (palette: string, level: number): string =>
  `var(${variable(`langscope.surprise${palette}${level + 1}`)}, transparent)`;

/** The levels of the marks in the document, weakest first; of changes those that misled before those that helped. */
function stepsOf(measure: InfluenceMeasure): readonly Step[] {
  if (measure === 'gradient') {
    return steps.map((level) => ({
      color: colorOf('Blue', level),
      label: level === strongestInfluence ? 'most' : `1/${2 ** (strongestInfluence - level)}`,
    }));
  }
  const label = (level: number, sign: string): string => `${sign}${influenceThresholds[level - 1]!}`;
  return [
    ...steps.toReversed().map((level) => ({ color: colorOf('Purple', level), label: label(level, '\u2212') })),
    ...steps.map((level) => ({ color: colorOf('', level), label: label(level, '+') })),
  ];
}

/** What the colours in the document mean. (High contrast underlines there.) */
export function markLegend(measure: InfluenceMeasure): TemplateResult {
  const all = stepsOf(measure);
  const unit = measure === 'gradient' ? 'of the strongest' : 'nats';
  // Few of fourteen labels have room.
  const shown = (at: number): boolean => measure === 'gradient' || [0, 3, 10, 13].includes(at);
  return html`<div
    class="marks"
    role="img"
    aria-label="Colours in the document, ${all[0]!.label} to ${all.at(-1)!.label} ${unit}"
  >
    <span class="quiet">In the document, ${unit}</span>
    <span class="scale"
      >${all.map(
        ({ color, label }, at) =>
          html`<span class="step" title="${label} ${unit}"
            ><span class="swatch" ${cssProperties({ '--swatch': color })}></span
            ><span class="quiet number">${shown(at) ? label : ''}</span></span
          >`,
      )}</span
    >
  </div>`;
}
