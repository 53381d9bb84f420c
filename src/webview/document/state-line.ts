import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ScoreState } from '../../protocol';
import { formatCount } from '../../protocol/format';
import type { IconName } from '../shared/codicons';
import { icon } from '../shared/icon';
import { progressTrack, progressTrackStyle } from '../shared/progress-track';
import { send } from '../shared/send';
import { sharedStyle } from '../shared/style';

/** The document's name, what is happening to it, and a thin line that fills while it is scored. */
@customElement('langscope-state-line')
export class StateLine extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    progressTrackStyle,
    css`
      .row {
        display: flex;
        align-items: center;
        gap: 6px;
        height: 24px;
        white-space: nowrap;
      }
      .title {
        flex: 1 1 0;
        min-width: 3em;
        overflow: hidden;
        text-overflow: ellipsis;
        font-weight: 600;
      }
      .state {
        display: flex;
        align-items: center;
        gap: 4px;
        min-width: 0;
        overflow: hidden;
      }
      .state .codicon {
        font-size: 14px;
      }
      .failed {
        color: var(--vscode-errorForeground);
      }
    `,
  ];

  /** The document's name. */
  @property() public accessor name = '';
  /** undefined: there is nothing to score. */
  @property({ attribute: false }) public accessor state: ScoreState | undefined;

  protected override render(): TemplateResult {
    const { state } = this;
    const share = state?.kind === 'scoring' && state.total > 0 ? state.done / state.total : 0;
    const busy = state?.kind === 'scoring' || state?.kind === 'waiting';
    return html`
      <div class="row">
        <span class="title" title=${this.name}>${this.name}</span>
        ${state === undefined ? nothing : stateText(state)}
        ${
          busy
            ? html`<button class="tool" title="Stop scoring" aria-label="Stop scoring" @click=${this.stop}>
                ${icon('debug-stop')}
              </button>`
            : nothing
        }
      </div>
      ${progressTrack('Tokens scored', busy, share)}
    `;
  }

  private readonly stop = (): void => send(this, { kind: 'run', action: 'stop' });
}

function stateText(state: ScoreState): TemplateResult {
  switch (state.kind) {
    case 'waiting':
      return row('Loading the model…');
    case 'scoring':
      return row(`${formatCount(state.done)} of ${formatCount(state.total)} tokens`);
    case 'live':
      return row('live', 'edit', 'The text is changing; the figures settle when it rests.');
    case 'done':
      return row('scored', 'check');
    case 'failed':
      return row('failed', 'error', state.message);
  }
}

function row(text: string, name?: IconName, title = text): TemplateResult {
  return html`<span class="state quiet number ${name === 'error' ? 'failed' : ''}" title=${title}
    >${name === undefined ? nothing : icon(name)}<span>${text}</span></span
  >`;
}
