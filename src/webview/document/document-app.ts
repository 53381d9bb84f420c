import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DocumentContent, EditorPlace, Profile, ScoreState } from '../../protocol';
import { send } from '../shared/send';
import { sharedStyle } from '../shared/style';
import './bar-columns';
import './bar-rows';
import './colour-legend';
import './figure-block';
import { entropyColumns, entropyEdges, probabilityColumns, probabilityEdges, rankRows } from './histograms';
import './line-sparkline';
import '../shared/notice';
import { ResultAnnouncer } from './result-announcer';
import './state-line';
import './surprise-list';
import type { SpanList } from './surprise-list';

const promise =
  'How much the document surprises a language model: its perplexity, surprise by line, and the words the model did not expect.';
const noSpans: SpanList = { version: 0, spans: [] };

/** The Document view. */
@customElement('langscope-document')
export class DocumentApp extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        --inset: 12px;
        padding: 2px var(--inset) 20px;
      }
      section {
        margin-top: 14px;
      }
      .notice {
        margin-top: 10px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor content: DocumentContent = { kind: 'none' };
  @property({ attribute: false }) public accessor place: EditorPlace | undefined;
  @state() private accessor announced = '';
  private readonly announcer = new ResultAnnouncer();
  /** One object a profile, so that the list sees when its spans really changed. */
  private spans = noSpans;

  public constructor() {
    super();
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') send(this, { kind: 'leave' });
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('content')) return;
    const { content } = this;
    this.announced = this.announcer.announce(content) ?? this.announced;
    this.spans =
      content.kind === 'profile' ? { version: content.profile.version, spans: content.profile.surprising } : noSpans;
  }

  protected override render(): TemplateResult {
    return html`${this.body()}
      <div class="unseen" role="status" aria-live="polite">${this.announced}</div>`;
  }

  private body(): TemplateResult {
    const { content } = this;
    switch (content.kind) {
      case 'none':
        return html`<langscope-notice
          class="notice"
          .sentence=${`${promise} Open a text document to begin.`}
        ></langscope-notice>`;
      case 'unscored':
        return html`<langscope-state-line .name=${content.title}></langscope-state-line>
          <langscope-notice class="notice" .sentence=${promise} .actions=${['score']}></langscope-notice>`;
      case 'unsupported':
        return html`<langscope-state-line .name=${content.title}></langscope-state-line>
          <langscope-notice
            class="notice"
            icon="circle-slash"
            .sentence=${content.message}
            .actions=${content.actions}
          ></langscope-notice>`;
      case 'failed':
        return html`<langscope-state-line
            .name=${content.title}
            .state=${{ kind: 'failed', message: content.message } satisfies ScoreState}
          ></langscope-state-line>
          <langscope-notice
            class="notice"
            icon="error"
            .sentence=${content.message}
            .actions=${content.actions}
          ></langscope-notice>`;
      case 'waiting':
        return this.figures(content.title, { kind: 'waiting' }, undefined);
      case 'profile':
        return this.figures(content.title, content.profile.state, content.profile);
    }
  }

  /** The same places with and without figures, so that nothing moves when they come. */
  private figures(title: string, state: ScoreState, profile: Profile | undefined): TemplateResult {
    const legend = this.content.kind === 'profile' ? this.content.legend : undefined;
    return html`
      <langscope-state-line .name=${title} .state=${state}></langscope-state-line>
      ${
        state.kind === 'failed'
          ? html`<langscope-notice
              class="notice"
              icon="error"
              .sentence=${state.message}
              .actions=${['score', 'show-log']}
            ></langscope-notice>`
          : nothing
      }
      <section>
        <langscope-figure-block
          .figures=${profile?.figures}
          .provenance=${profile?.provenance}
          .live=${state.kind === 'live'}
        ></langscope-figure-block>
      </section>
      <section>
        <langscope-line-sparkline
          .lines=${profile?.lines ?? new Float32Array()}
          .version=${profile?.version ?? 0}
          .place=${this.place}
        ></langscope-line-sparkline>
      </section>
      <section>
        <langscope-surprise-list
          .list=${this.spans}
          .cursor=${this.place?.offset}
          .absent=${state.kind === 'done' ? 'Nothing in this document is scored.' : ''}
        ></langscope-surprise-list>
      </section>
      <section>
        <langscope-bar-rows heading="Rank" .rows=${rankRows(profile)}></langscope-bar-rows>
      </section>
      <section>
        <langscope-bar-columns
          heading="Probability"
          .bins=${probabilityColumns(profile)}
          .edges=${probabilityEdges}
        ></langscope-bar-columns>
      </section>
      <section>
        <langscope-bar-columns
          heading="Entropy"
          .bins=${entropyColumns(profile)}
          .edges=${entropyEdges}
        ></langscope-bar-columns>
      </section>
      ${
        legend === undefined
          ? nothing
          : html`<section><langscope-colour-legend .legend=${legend}></langscope-colour-legend></section>`
      }
    `;
  }
}
