import { html, type TemplateResult } from 'lit';
import { formatCount } from '../../protocol/format';
import type { IconName } from '../shared/codicons';
import { icon } from '../shared/icon';

export interface PlayerActions {
  readonly go: (step: number) => void;
  readonly play: () => void;
}

/** The step that is shown, of how many; each step is one token more. */
export function beamPlayer(step: number, steps: number, playing: boolean, { go, play }: PlayerActions): TemplateResult {
  const button = (name: IconName, label: string, possible: boolean, act: () => void) =>
    html`<button class="tool" title=${label} aria-label=${label} ?disabled=${!possible} @click=${act}>
      ${icon(name)}
    </button>`;
  return html`<div class="fields player">
    ${button('chevron-left', 'Step back', step > 0, () => go(step - 1))}
    ${button(playing ? 'debug-pause' : 'play', playing ? 'Pause' : 'Play the search', steps > 1, play)}
    ${button('chevron-right', 'Step on', step < steps - 1, () => go(step + 1))}
    <input
      type="range"
      name="step"
      aria-label="Step of the search"
      min="0"
      max=${Math.max(0, steps - 1)}
      .value=${String(step)}
      @input=${(event: Event) => go((event.target as HTMLInputElement).valueAsNumber)}
    />
    <span class="quiet number">step ${formatCount(step + 1)} of ${formatCount(steps)}</span>
  </div>`;
}
