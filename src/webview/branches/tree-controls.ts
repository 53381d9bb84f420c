import { html, type TemplateResult } from 'lit';
import { tops, type BranchesLook } from './branches-look';

/** What a person does with the tree as a whole. */
export interface TreeControlActions {
  readonly look: (change: Partial<BranchesLook>) => void;
  readonly likely: () => void;
  readonly foldAll: () => void;
}

const masses = [0.25, 0.5, 0.75, 0.9] as const;
const depths = [2, 3, 4, 6, 8, 12] as const;

function options(
  values: readonly number[],
  chosen: number,
  label: (value: number) => string,
): readonly TemplateResult[] {
  return values.map((value) => html`<option value=${value} ?selected=${value === chosen}>${label(value)}</option>`);
}

const valueOf = (event: Event): number => Number((event.target as HTMLSelectElement).value);

/** How many continuations are shown, and how far the likely part is unfolded. */
export function treeControls({ top, likely }: BranchesLook, actions: TreeControlActions): TemplateResult {
  return html`<div class="fields">
    <label
      ><span class="quiet">Most probable tokens</span
      ><select name="top" @change=${(event: Event) => actions.look({ top: valueOf(event) })}>
        ${options(tops, top, String)}
      </select></label
    >
    <label
      ><span class="quiet">Likely part:</span
      ><select
        name="depth"
        aria-label="Tokens of the likely part"
        @change=${(event: Event) => actions.look({ likely: { ...likely, depth: valueOf(event) } })}
      >
        ${options(depths, likely.depth, (value) => `${value} tokens`)}
      </select></label
    >
    <label
      ><span class="quiet">until they cover</span
      ><select name="mass" @change=${(event: Event) => actions.look({ likely: { ...likely, mass: valueOf(event) } })}>
        ${options(masses, likely.mass, (value) => `${100 * value} %`)}
      </select></label
    >
    <button class="secondary" name="likely" @click=${actions.likely}>Unfold the likely part</button>
    <button class="secondary" name="fold" @click=${actions.foldAll}>Fold all</button>
  </div>`;
}
