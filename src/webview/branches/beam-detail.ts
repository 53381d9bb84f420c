import { html, type TemplateResult } from 'lit';
import type { BeamTrace } from '../../protocol';
import { formatProbability, formatVisible } from '../../protocol/format';
import { lineOf } from './beam-columns';
import { formatNats } from './tree-words';

export interface BeamDetailActions {
  /** Chooses a token of the hypothesis, by its node. */
  readonly pick: (node: number) => void;
  readonly insert: (node: number) => void;
  readonly forbid: (node: number, everywhere: boolean) => void;
  readonly force: (node: number, text: string) => void;
}

/** The chosen hypothesis token by token; one of them can be forbidden, or another one forced in its place. */
export function beamDetail(
  trace: BeamTrace,
  selected: number,
  picked: number | undefined,
  actions: BeamDetailActions,
): TemplateResult {
  const line = lineOf(trace, selected);
  const token = picked !== undefined && line.includes(picked) ? trace.nodes[picked] : undefined;
  const forced = trace.pathPieces.map((piece) => html`<span class="piece quiet">${formatVisible(piece)}</span>`);
  return html`<div class="path" aria-label="Tokens of the hypothesis">
      ${forced}${line.map((at) => {
        const { piece, logprob } = trace.nodes[at]!;
        const name = `${formatVisible(piece)}, ${formatProbability(logprob)}`;
        return html`<button
          class="piece"
          aria-pressed=${at === picked}
          aria-label=${name}
          title=${name}
          @click=${() => actions.pick(at)}
        >
          ${formatVisible(piece)}
        </button>`;
      })}
    </div>
    <div class="fields">
      <button class="primary" @click=${() => actions.insert(selected)}>Insert the path</button>
      ${
        token === undefined || picked === undefined
          ? html`<span class="quiet">Choose a token to forbid it, or to force another one in its place.</span>`
          : html`<span
                ><span class="token">${formatVisible(token.piece)}</span>
                <span class="number">${formatProbability(token.logprob)}</span>
                <span class="quiet number">${formatNats(token.logprob)}</span></span
              ><button class="secondary" @click=${() => actions.forbid(picked, false)}>Forbid here</button
              ><button class="secondary" @click=${() => actions.forbid(picked, true)}>Forbid everywhere</button>
              <form
                @submit=${(event: SubmitEvent) => {
                  event.preventDefault();
                  const field = (event.target as HTMLFormElement).querySelector('input');
                  if (field && field.value !== '') actions.force(picked, field.value);
                }}
              >
                <label
                  ><span class="quiet">Force in its place</span
                  ><input type="text" name="instead" size="12" spellcheck="false" autocomplete="off" /></label
                ><button class="secondary" type="submit">Force</button>
              </form>`
      }
    </div>`;
}
