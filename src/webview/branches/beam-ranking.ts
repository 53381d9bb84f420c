import { html, nothing, type TemplateResult } from 'lit';
import type { BeamTrace, GenerationEnd } from '../../protocol';
import { formatCount, formatNumber, formatVisible } from '../../protocol/format';
import { rankEnded } from './beam-rank';
import { formatPenalty, lineText } from './beam-words';

/** A search whose result is compared with the newest one. */
export interface EarlierSearch {
  readonly trace: BeamTrace;
  /** What was changed after it: '·the is forbidden everywhere'. */
  readonly change: string;
}

const ends: Readonly<Record<GenerationEnd, string>> = {
  'end-token': 'end token',
  'stop-string': 'as asked',
  'line-end': 'end of the line',
  'block-end': 'end of the block',
  length: 'as long as allowed',
};

/** What ended, ranked with a length penalty that a slider sets; nothing is searched again. */
export function beamRanking(
  trace: BeamTrace,
  penalty: number,
  selected: number | undefined,
  actions: { readonly penalty: (value: number) => void; readonly select: (node: number) => void },
): TemplateResult {
  const own = trace.options.lengthPenalty;
  const ranked = rankEnded(trace, penalty);
  return html`<div class="heading ranked">
      <h2>What ended, ranked</h2>
      <span class="quiet">score = log-probability / tokens^A</span>
    </div>
    <div class="fields">
      <label class="grow"
        ><span class="quiet">A</span
        ><input
          type="range"
          name="penalty"
          aria-label="Length penalty of the ranking"
          min="-1"
          max="3"
          step="0.1"
          .value=${String(penalty)}
          @input=${(event: Event) => actions.penalty((event.target as HTMLInputElement).valueAsNumber)}
        /><span class="number value">${formatPenalty(penalty)}</span></label
      >
      <button class="secondary" ?disabled=${penalty === own} @click=${() => actions.penalty(own)}>As searched</button>
    </div>
    <p class="quiet note">
      The search itself ran with A = ${formatPenalty(own)}.
      ${
        penalty === own
          ? 'The slider ranks what ended anew, without another search.'
          : `These ${formatCount(ranked.length)} are ranked anew with ${formatPenalty(penalty)}; a search with that might have followed and kept others.`
      }
    </p>
    <table class="ranking">
      <caption class="unseen">
        Finished hypotheses by score with A = ${formatPenalty(penalty)}
      </caption>
      <thead>
        <tr>
          <th scope="col">Rank</th>
          <th scope="col" class="text">Text</th>
          <th scope="col">Tokens</th>
          <th scope="col">Nats</th>
          <th scope="col">Score</th>
        </tr>
      </thead>
      <tbody>
        ${ranked.map(({ node, end, score, was }, at) => {
          const { total, length } = trace.nodes[node]!;
          const moved = was === undefined ? 'pushed out' : was === at ? '' : `was ${formatCount(was + 1)}`;
          return html`<tr class=${node === selected ? 'selected' : ''}>
            <th scope="row" class="number">
              ${formatCount(at + 1)}${moved === '' ? nothing : html` <span class="quiet">${moved}</span>`}
            </th>
            <td class="text">
              <button data-node=${node} title=${ends[end]} @click=${() => actions.select(node)}>
                ${lineText(trace, node)}
              </button>
            </td>
            <td>${formatCount(length)}</td>
            <td>${formatNumber(total)}</td>
            <td>${formatNumber(score)}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
}

/** The result before a change beside the result after it. */
export function beforeAndAfter(earlier: EarlierSearch | undefined, trace: BeamTrace): TemplateResult | typeof nothing {
  if (earlier === undefined) return nothing;
  const list = (name: string, one: BeamTrace, other: BeamTrace) => {
    const known = new Set(rankEnded(other, other.options.lengthPenalty).map(({ node }) => textFrom(other, node)));
    return html`<div class="column">
      <div class="heading">
        <h2>${name}</h2>
        <span class="quiet">score</span>
      </div>
      <ol class="results">
        ${rankEnded(one, one.options.lengthPenalty)
          .filter(({ was }) => was !== undefined)
          .map(({ node, score }) => {
            const text = textFrom(one, node);
            return html`<li class=${known.has(text) ? '' : 'changed'}>
              <span class="line">${text}</span><span class="figure number">${formatNumber(score)}</span>
            </li>`;
          })}
      </ol>
    </div>`;
  };
  return html`<p class="quiet note">
      ${earlier.change}: the search before it and after it; what only one of them has is marked.
    </p>
    <div class="columns two">${list('Before', earlier.trace, trace)} ${list('After', trace, earlier.trace)}</div>`;
}

/** With the forced tokens before it, which both searches need not share. */
function textFrom(trace: BeamTrace, node: number): string {
  return trace.pathPieces.map(formatVisible).join('') + lineText(trace, node);
}
