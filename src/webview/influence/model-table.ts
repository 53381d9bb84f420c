import { html, svg, type TemplateResult } from 'lit';
import type { ComparableModel } from '../../protocol';
import { formatModel, formatNumber, formatPercent } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import type { ModelCurve } from './comparison';
import { curveFacts, fadeText } from './curve-facts';
import { seriesLook } from './series-look';

/** A model in the table: chosen or not, and what is known of its curve. */
export interface ModelEntry {
  readonly model: ComparableModel;
  readonly chosen: boolean;
  readonly state: ModelCurve | undefined;
}

const stateText: Readonly<Record<'waiting' | 'running', string>> = { waiting: 'waits', running: 'reading…' };

function cellsOf({ state, chosen }: ModelEntry): readonly [near: string, far: string, fade: string] {
  if (!chosen || state === undefined) return ['', '', ''];
  if (state.kind === 'refused') return ['', '', state.message];
  if (state.kind !== 'done') {
    const counted = state.kind === 'running' && state.total > 0 ? `${state.done} of ${state.total} tokens` : undefined;
    return ['', '', counted ?? stateText[state.kind]];
  }
  const facts = curveFacts(state.curve);
  if (!facts) return ['', '', 'no token reaches back'];
  return [formatNumber(facts.near), formatNumber(facts.far), fadeText(facts, formatPercent)];
}

/** Legend, choice of models and figures of their curves in one. */
export function modelTable(
  entries: readonly ModelEntry[],
  reach: number,
  choose: (model: string, chosen: boolean) => void,
): TemplateResult {
  return html`<div class="scroll">
    <table class="models">
      <caption class="unseen">
        Models that are compared, and how their mean influence falls with distance
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col" class="figure">1 back</th>
          <th scope="col" class="figure">${reach} back</th>
          <th scope="col" class="fade">What is left</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map((entry, at) => {
          const { model, chosen } = entry;
          const look = seriesLook(at);
          const [near, far, fade] = cellsOf(entry);
          return html`<tr class=${chosen ? '' : 'off'}>
            <th scope="row">
              <label ${cssProperties({ '--series': look.color })}
                ><input
                  type="checkbox"
                  .checked=${chosen}
                  @change=${(event: Event) => choose(model.name, (event.target as HTMLInputElement).checked)}
                /><svg viewBox="0 0 32 10" aria-hidden="true">
                  ${svg`<line x1="0" x2="32" y1="5" y2="5" stroke-dasharray=${look.dashes}></line>`}</svg
                ><span>${formatModel(model.name)}</span></label
              >
            </th>
            <td class="figure">${near}</td>
            <td class="figure">${far}</td>
            <td class="fade">${fade}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
