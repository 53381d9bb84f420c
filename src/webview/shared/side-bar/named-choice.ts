import { html, type TemplateResult } from 'lit';

/** One of the values that can be chosen. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** A name with the list of what can be chosen below it; `kind` is the list's class. */
export function namedChoice<Value extends string>(
  name: string,
  kind: string,
  choices: readonly Choice<Value>[],
  chosen: Value | undefined,
  choose: (value: Value) => void,
): TemplateResult {
  return html`<label
    ><span class="quiet">${name}</span>
    <select class=${kind} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Value)}>
      ${choices.map(({ value, label }) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`)}
    </select></label
  >`;
}

/** The models that can be chosen. */
export function modelChoice(
  models: readonly { readonly name: string; readonly label: string }[],
  chosen: string | undefined,
  choose: (model: string) => void,
): TemplateResult {
  const choices = models.map(({ name, label }) => ({ value: name, label }));
  return namedChoice('Model', 'model', choices, chosen, choose);
}
