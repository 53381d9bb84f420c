import { html, type TemplateResult } from 'lit';
import { formatCount } from '../../protocol/format';
import { icon } from '../shared/icon';
import { beamEnds, type BeamEnd, type BranchesLook } from './branches-look';

export interface BeamProgress {
  readonly done: number;
  readonly total: number;
}

export interface BeamControlActions {
  readonly look: (change: Partial<BranchesLook>) => void;
  readonly search: () => void;
  readonly stop: () => void;
}

const endNames: Readonly<Record<BeamEnd, string>> = {
  token: 'the end token alone',
  sentence: 'a full stop, ? or !',
  line: 'a new line',
};

/** Strings at which a hypothesis ends. */
export const endStrings: Readonly<Record<BeamEnd, readonly string[]>> = {
  token: [],
  sentence: ['.', '?', '!'],
  line: ['\n'],
};

/** How the search is made, and the button that makes it. */
export function beamControls(
  { beams, ends }: BranchesLook,
  room: number,
  progress: BeamProgress | undefined,
  actions: BeamControlActions,
): TemplateResult {
  const number = (
    name: 'beams' | 'lengthPenalty' | 'maxNewTokens',
    label: string,
    min: number,
    max: number,
    step: number,
  ) =>
    html`<label
      ><span class="quiet">${label}</span
      ><input
        type="number"
        name=${name}
        min=${min}
        max=${max}
        step=${step}
        .value=${String(beams[name])}
        @change=${(event: Event) => {
          const field = event.target as HTMLInputElement;
          const value = Math.min(max, Math.max(min, field.valueAsNumber));
          if (Number.isNaN(value)) field.value = String(beams[name]);
          else actions.look({ beams: { ...beams, [name]: step === 1 ? Math.round(value) : value } });
        }}
    /></label>`;
  return html`<div class="fields">
    ${number('beams', 'Beams', 2, 16, 1)} ${number('maxNewTokens', 'New tokens at most', 1, Math.min(64, room), 1)}
    ${number('lengthPenalty', 'Length penalty A', -2, 4, 0.1)}
    <label
      ><span class="quiet">Ends with</span
      ><select
        name="ends"
        @change=${(event: Event) => {
          const found = beamEnds.find((end) => end === (event.target as HTMLSelectElement).value);
          if (found) actions.look({ ends: found });
        }}
      >
        ${beamEnds.map((end) => html`<option value=${end} ?selected=${end === ends}>${endNames[end]}</option>`)}
      </select></label
    >
    <label title="Ends as soon as as many as there are beams have ended, not when none can get better"
      ><input
        type="checkbox"
        name="earlyStopping"
        .checked=${beams.earlyStopping}
        @change=${(event: Event) =>
          actions.look({ beams: { ...beams, earlyStopping: (event.target as HTMLInputElement).checked } })}
      />Early stopping</label
    >
    ${
      progress === undefined
        ? html`<button class="primary" name="search" @click=${actions.search}>Search</button>`
        : html`<span class="quiet number" role="status"
              >step ${formatCount(progress.done)} of at most ${formatCount(progress.total)}</span
            ><button class="tool" title="Stop the search" aria-label="Stop the search" @click=${actions.stop}>
              ${icon('debug-stop')}
            </button>`
    }
  </div>`;
}
