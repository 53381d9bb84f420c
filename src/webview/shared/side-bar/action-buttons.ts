import { html, type TemplateResult } from 'lit';

/** Buttons that run something; the first is what most people want. */
export function actionButtons<Action extends string>(
  actions: readonly Action[],
  labels: Readonly<Record<Action, string>>,
  run: (action: Action) => void,
): TemplateResult {
  return html`<div class="buttons">
    ${actions.map((action, at) => html`<button class=${at === 0 ? 'primary' : 'secondary'} @click=${() => run(action)}>${labels[action]}</button>`)}
  </div>`;
}
