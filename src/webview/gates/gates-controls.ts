import { html, nothing, type TemplateResult } from 'lit';
import { type CellOrder, type RecurrentLayer, textProperties } from '../../protocol';
import { FailureError } from '../../protocol/failure';
import { formatCount } from '../../protocol/format';
import { icon } from '../shared/icon';
import type { CellPage } from './cell-page';
import type { GatesView, ShownCells } from './gates-view';
import { layerName } from './layer-name';
import { orderLabels, propertyFacts } from './series-facts';

type Change = (change: Partial<GatesView>) => void;

/** Which layer, and how its cells are sorted. */
export function gatesControls(layers: readonly RecurrentLayer[], view: GatesView, change: Change): TemplateResult {
  return html`<div class="fields">
    <label
      ><span class="quiet">Layer</span
      ><select
        name="layer"
        title=${layers[view.layer]?.name ?? ''}
        @change=${(event: Event) => change({ layer: Number(valueOf(event)), cell: undefined })}
      >
        ${layers.map(
          (_, index) =>
            html`<option value=${index} ?selected=${index === view.layer}>
              ${layerName(layers, index).replace('Layer ', '')}
            </option>`,
        )}
      </select></label
    >
    <label
      ><span class="quiet">Sort cells by</span
      ><select
        name="order"
        @change=${(event: Event) => change({ order: valueOf(event) as CellOrder, page: { ...view.page, first: 0 } })}
      >
        ${Object.entries(orderLabels).map(
          ([order, label]) => html`<option value=${order} ?selected=${order === view.order}>${label}</option>`,
        )}
      </select></label
    >
  </div>`;
}

/** Which cells of the order are shown. */
export function pageControls(shown: ShownCells | undefined, page: CellPage, change: Change): TemplateResult {
  const total = shown?.total ?? 0;
  const first = shown?.page.first ?? page.first;
  const count = shown?.page.count ?? page.count;
  const turn = (by: number) => () => change({ page: { ...page, first: Math.max(0, first + by * page.count) } });
  const last = Math.min(total, first + count);
  return html`<span class="fields"
    ><span class="paging">
      <button
        class="tool"
        title="Cells before these"
        aria-label="Cells before these"
        ?disabled=${first <= 0}
        @click=${turn(-1)}
      >
        ${icon('chevron-left')}
      </button>
      <span class="quiet number" aria-live="polite"
        >${total === 0 ? 'no cell' : `${formatCount(first + 1)}–${formatCount(last)} of ${formatCount(total)}`}</span
      >
      <button
        class="tool"
        title="Cells after these"
        aria-label="Cells after these"
        ?disabled=${last >= total}
        @click=${turn(1)}
      >
        ${icon('chevron-right')}
      </button></span
    ><label
      ><span class="quiet">Rows</span
      ><input
        type="number"
        name="count"
        min="1"
        max="256"
        step="1"
        .value=${String(page.count)}
        @change=${(event: Event) => change({ page: { first, count: Number(valueOf(event)) } })}
    /></label>
  </span>`;
}

/** What is drawn behind the curve. */
export function overlayControl({ overlay }: GatesView, change: Change): TemplateResult {
  const options: readonly (readonly [GatesView['overlay'], string])[] = [
    ['auto', 'The property that sorts'],
    ['none', 'Nothing'],
    ...textProperties.map((property) => [property, propertyFacts[property].label] as const),
  ];
  return html`<label
    ><span class="quiet">Behind it</span
    ><select name="overlay" @change=${(event: Event) => change({ overlay: valueOf(event) as GatesView['overlay'] })}>
      ${options.map(([value, label]) => html`<option value=${value} ?selected=${value === overlay}>${label}</option>`)}
    </select></label
  >`;
}

/** A question that was refused, in one line; what is there stays. */
export function failurePart(failure: unknown, tryAgain: () => void): TemplateResult | typeof nothing {
  return !(failure instanceof FailureError)
    ? nothing
    : html`<div class="broken" role="alert">
        ${icon('error')}<span>${failure.failure.message}</span
        ><button class="secondary" @click=${tryAgain}>Try again</button>
      </div>`;
}

/** Parts of the graph that cannot be looked into, each with its reason. */
export function missingPart(missing: readonly { readonly name: string; readonly reason: string }[]) {
  return missing.length === 0
    ? nothing
    : html`${missing.map(({ name, reason }) => html`<p class="missing quiet">${name}: ${reason}</p>`)}`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
