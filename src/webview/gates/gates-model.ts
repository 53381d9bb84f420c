import { html, nothing, type TemplateResult } from 'lit';
import { formatModel } from '../../protocol/format';
import type { PanelClient } from '../shared/panel/panel-client';

/** The bundled model that can be looked into where the chosen one has no recurrent layers. */
const bundled = 'langscope-lstm';

/** Says that another model is read with than the one that scores, and leads back. */
export function otherModelPart(client: PanelClient<'gates'>): TemplateResult | typeof nothing {
  const other = client.controls?.model;
  if (other === undefined) return nothing;
  return html`<div class="other">
    <span>Read with ${formatModel(other)}; scoring keeps the model that is chosen.</span>
    <button class="link" @click=${() => client.choose({ model: undefined })}>Read with the chosen model</button>
  </div>`;
}

/** Offers the bundled model where the chosen one cannot be looked into. */
export function bundledModelPart(client: PanelClient<'gates'>): TemplateResult | typeof nothing {
  const { state } = client;
  // A text that cannot be read is not the model's fault.
  if (state.kind !== 'unsupported' || !state.actions.includes('choose-model')) return nothing;
  if (client.controls?.model === bundled) return nothing;
  return html`<p class="remedy">
      ${formatModel(bundled)} comes with Langscope and can be looked into. The model that scores stays as it is.
    </p>
    <button class="secondary" @click=${() => client.choose({ model: bundled })}>
      Read with ${formatModel(bundled)}
    </button>`;
}
