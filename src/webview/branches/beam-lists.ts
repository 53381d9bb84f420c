import { html, nothing, type TemplateResult } from 'lit';
import type { DroppedWhy } from '../../protocol';
import { formatNumber, formatProbability, formatVisible } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import type { BeamColumns, ShownHypothesis } from './beam-columns';

export interface BeamListActions {
  readonly select: (node: number) => void;
  /** The pointer or the keyboard rests on it; undefined: on none. */
  readonly point: (node: number | undefined) => void;
}

const whys: Readonly<Record<DroppedWhy, string>> = {
  beaten: 'others are better',
  'ended-low': 'ended too low to be kept',
  'pushed-out': 'pushed out by a better one',
};

/** Tokens of a hypothesis that its line shows: the newest. */
const seen = 9;

/** The hypotheses of a step in three columns; up and down move within a column, left and right between them. */
export function beamLists(
  { live, finished, dropped }: BeamColumns,
  selected: number | undefined,
  actions: BeamListActions,
): TemplateResult {
  const column = (
    name: string,
    unit: string,
    list: readonly ShownHypothesis[],
    figure: (one: ShownHypothesis) => string,
    none: string,
  ) =>
    html`<div class="column" data-column=${name}>
      <div class="heading">
        <h2>${name}</h2>
        <span class="quiet">${unit}</span>
      </div>
      ${list.length === 0 ? html`<p class="quiet none">${none}</p>` : nothing}
      ${list.map((one) => row(one, figure(one), selected, actions))}
    </div>`;
  return html`<div class="columns" @keydown=${moved} @pointerleave=${() => actions.point(undefined)}>
    ${column('Live', 'log-probability, nats', live, ({ total }) => formatNumber(total), 'None: the search is over.')}
    ${column('Finished', 'score', finished, ({ score }) => formatNumber(score), 'None has ended yet.')}
    ${column('Dropped', 'log-probability, nats', dropped, ({ total }) => formatNumber(total), 'None at this step.')}
  </div>`;
}

function row(
  one: ShownHypothesis,
  figure: string,
  selected: number | undefined,
  actions: BeamListActions,
): TemplateResult {
  const { node, pieces, total, why, fresh } = one;
  const shown = pieces.slice(-seen).map(formatVisible);
  const before = `${pieces.length > seen ? '\u2026' : ''}${shown.slice(0, -1).join('')}`;
  const share = Math.exp(total);
  const facts = [`path ${formatProbability(total)}`, ...(why === undefined ? [] : [whys[why]])].join(', ');
  return html`<button
    class=${node === selected ? 'hypothesis selected' : 'hypothesis'}
    aria-pressed=${node === selected}
    data-node=${node}
    title="${pieces.map(formatVisible).join('')}: ${facts}"
    @click=${() => actions.select(node)}
    @focus=${() => actions.point(node)}
    @pointerenter=${() => actions.point(node)}
  >
    <span class="bar" ${cssProperties({ width: `${100 * Math.max(0, Math.min(1, share))}%` })}></span>
    <span class="line"
      ><span class="rest"><bdi dir="ltr">${before}</bdi></span
      ><span class=${fresh ? 'newest' : 'rest'}>${shown.at(-1) ?? ''}</span></span
    >
    <span class="figure number">${figure}</span>
    ${why === undefined ? nothing : html`<span class="why quiet">${whys[why]}</span>`}
  </button>`;
}

function moved(event: KeyboardEvent): void {
  const from = (event.target as HTMLElement).closest<HTMLElement>('.hypothesis');
  const column = from?.parentElement;
  if (!from || !column) return;
  const rowsOf = (place: Element | null | undefined): readonly HTMLElement[] =>
    place ? Array.from(place.querySelectorAll<HTMLElement>('.hypothesis')) : [];
  const rows = rowsOf(column);
  const at = rows.indexOf(from);
  const beside = (next: (place: Element) => Element | null): HTMLElement | undefined => {
    for (let place = next(column); place; place = next(place)) {
      const found = rowsOf(place);
      if (found.length > 0) return found[Math.min(at, found.length - 1)];
    }
    return undefined;
  };
  const moves: Readonly<Record<string, () => HTMLElement | undefined>> = {
    ArrowUp: () => rows[at - 1],
    ArrowDown: () => rows[at + 1],
    Home: () => rows[0],
    End: () => rows.at(-1),
    ArrowLeft: () => beside((place) => place.previousElementSibling),
    ArrowRight: () => beside((place) => place.nextElementSibling),
  };
  const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
  if (move === undefined) return;
  event.preventDefault();
  move()?.focus();
}
