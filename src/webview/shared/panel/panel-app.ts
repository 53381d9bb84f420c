import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PanelContent, PanelName } from '../../../protocol';
import type { DrawFigure, PanelClient } from './panel-client';
import './panel-frame';

/**
 * The page of a panel: a frame with the states that all panels share, and within it what the panel shows. A subclass
 * says what it promises, renders its content and its controls, and draws its figure.
 */
export abstract class PanelApp<N extends PanelName> extends LitElement {
  /** Given once, before the page is first drawn. */
  public client!: PanelClient<N>;
  private recalled = false;

  /** One sentence: what this panel will show. */
  protected abstract readonly promise: string;
  /** What progress counts: 'tokens'. */
  protected readonly unit: string = 'tokens';

  /** Draws the figure as it is seen, see `figure-file.ts`. */
  public abstract readonly draw: DrawFigure;

  /** Takes up how the page drew when it was hidden; called once, before anything is drawn. Any version may have kept it. */
  protected abstract recall(kept: unknown): void;

  /** What is shown; also while a newer reading is made, and while the text changes. */
  protected abstract renderContent(content: PanelContent<N>): TemplateResult;

  /** How the text is read and drawn: a row of labelled controls above the content. */
  protected abstract renderControls(): TemplateResult | typeof nothing;

  /** What a person can do about a model that cannot be looked into, beside choosing another. */
  protected renderRemedy(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Said to a screen reader when a new content is there. */
  protected abstract announce(content: PanelContent<N>): string;

  public constructor() {
    super();
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.client.leave();
    });
  }

  /** What was read last; also while a newer reading is made, and while the text changes. */
  protected get reading(): PanelContent<N> | undefined {
    const { state } = this.client;
    return state.kind === 'empty' ? undefined : state.content;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.recalled) return;
    this.recalled = true;
    this.recall(this.client.keptLook);
  }

  protected override render(): TemplateResult {
    const { client, reading } = this;
    const { state } = client;
    return html`<langscope-panel-frame
      .state=${state}
      .promise=${this.promise}
      .unit=${this.unit}
      .announced=${state.kind === 'shown' ? this.announce(state.content) : ''}
      .run=${(action: Parameters<typeof client.run>[0]) => client.run(action)}
      .copy=${(text: string) => client.copy(text)}
    >
      <div slot="controls">${client.controls === undefined ? nothing : this.renderControls()}</div>
      <div slot="remedy">${this.renderRemedy()}</div>
      ${reading === undefined ? nothing : this.renderContent(reading)}
    </langscope-panel-frame>`;
  }
}
