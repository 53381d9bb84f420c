import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { LensReading } from '../../protocol';
import { PanelApp } from '../shared/panel/panel-app';

/** The layer view. */
@customElement('langscope-lens')
export class LensApp extends PanelApp<'lens'> {
  protected readonly promise = 'What each layer of the model would have predicted for the token at the cursor.';

  public readonly draw = (): Promise<undefined> => Promise.resolve(undefined);

  protected renderContent({ from, to, depths }: LensReading): TemplateResult {
    return html`<p>${to - from} tokens, ${depths} depths</p>`;
  }

  protected renderControls(): typeof nothing {
    return nothing;
  }

  protected announce({ from, to }: LensReading): string {
    return `${to - from} tokens were read layer by layer.`;
  }
}
