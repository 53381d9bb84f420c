import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelName, PanelState, ReadingFacts, ViewAction } from '../../../protocol';
import { formatCount, formatModel } from '../../../protocol/format';
import { icon } from '../icon';
import '../notice';
import { progressTrack, progressTrackStyle } from '../progress-track';
import { onSend } from '../send';
import { sharedStyle } from '../style';
import './provenance-line';
import { readingLine } from './reading-line';

type State = PanelState<PanelName>;

/** What all panels share around their content: title, progress with a stop, failures, provenance, and what is said. */
@customElement('langscope-panel-frame')
export class PanelFrame extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    progressTrackStyle,
    css`
      :host {
        padding: 4px 16px 20px;
      }
      .row {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 2px 8px;
        min-height: 26px;
      }
      .title {
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        max-width: 100%;
      }
      .state {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .grow {
        flex: 1;
      }
      .notice {
        margin: 12px 0;
        max-width: 44em;
      }
      .content {
        margin-top: 8px;
      }
      .content.live {
        opacity: 0.75;
      }
      .content.gone {
        display: none;
      }
    `,
  ];

  @property({ attribute: false }) public accessor state: State = { kind: 'empty' };
  @property() public accessor promise = '';
  @property() public accessor unit = '';
  @property() public accessor announced = '';
  @property({ attribute: false }) public accessor run: (action: ViewAction) => void = () => undefined;
  @property({ attribute: false }) public accessor copy: (text: string) => void = () => undefined;

  public constructor() {
    super();
    // The notice's buttons are the same in every view.
    onSend(this, (message) => {
      if (message.kind === 'run') this.run(message.action);
    });
  }

  protected override render(): TemplateResult {
    const { state } = this;
    if (state.kind === 'empty') {
      return html`<langscope-notice
        class="notice"
        .sentence=${`${this.promise} Open a text document to begin.`}
      ></langscope-notice>`;
    }
    const failed = state.kind === 'failed' || state.kind === 'unsupported';
    const dimmed = (state.kind === 'shown' && state.live) || state.kind === 'loading';
    return html`
      <div class="row">
        <span class="title" title=${state.title}>${state.title}</span>
        <span class="quiet">${formatModel(state.model)}</span>
        <span class="grow"></span>
        ${this.stateText(state)}
      </div>
      ${this.track(state)}
      <slot name="controls"></slot>
      ${
        failed
          ? html`<langscope-notice
              class="notice"
              icon=${state.kind === 'failed' ? 'error' : 'circle-slash'}
              .sentence=${state.message}
              .actions=${state.actions}
            ></langscope-notice>`
          : nothing
      }
      <slot name="remedy"></slot>
      ${
        state.kind === 'loading' && state.content === undefined
          ? html`<p class="notice quiet">${this.promise}</p>`
          : nothing
      }
      <div class="content ${dimmed ? 'live' : ''} ${failed ? 'gone' : ''}" aria-busy=${state.kind === 'loading'}>
        <slot></slot>
      </div>
      ${state.content === undefined || failed ? nothing : this.provenance(state.content)}
      <div class="unseen" role="status" aria-live="polite">${failed ? state.message : this.announced}</div>
    `;
  }

  private provenance(content: ReadingFacts): TemplateResult {
    return html`<langscope-provenance-line
      .text=${readingLine(content)}
      .copy=${this.copy}
    ></langscope-provenance-line>`;
  }

  private stateText(state: Exclude<State, { readonly kind: 'empty' }>): TemplateResult | typeof nothing {
    switch (state.kind) {
      case 'loading': {
        const { done, total } = state;
        const text = total === 0 ? 'Reading…' : `${formatCount(done)} of ${formatCount(total)} ${this.unit}`;
        return html`<span class="state quiet number">${text}</span
          ><button class="tool" title="Stop reading" aria-label="Stop reading" @click=${() => this.run('stop')}>
            ${icon('debug-stop')}
          </button>`;
      }
      case 'shown':
        return state.live
          ? html`<span class="state quiet" title="The text is changing; it is read again when it rests."
              >${icon('edit')}<span>live</span></span
            >`
          : nothing;
      case 'unsupported':
      case 'failed':
        return nothing;
    }
  }

  private track(state: State): TemplateResult {
    const busy = state.kind === 'loading';
    const share = busy && state.total > 0 ? state.done / state.total : 0;
    return progressTrack('Reading', busy, share);
  }
}
