import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AskedWay, ChatTurn } from '../../protocol';
import { formatNumber, formatPercent, formatProbability, formatProvenance } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { icon } from '../shared/icon';
import '../shared/panel/provenance-line';
import { sharedStyle } from '../shared/style';
import { answerStyle } from './answer-style';
import { endSentence, sharesOf } from './chat-words';
import { promptDetails, promptDetailsStyle } from './prompt-details';
import { tell } from './tell';

type Both = Extract<ChatTurn, { readonly kind: 'both' }>;

const titles = { direct: 'Directly', steps: 'Step by step' } as const;

/** A question asked both ways: both texts side by side, and the probability of each answer behind either. */
@customElement('langscope-both-turn')
export class BothTurn extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    answerStyle,
    promptDetailsStyle,
    css`
      .ways {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(210px, 1fr));
        gap: 10px 14px;
      }
      section {
        min-width: 0;
        border-left: 2px solid var(--hairline);
        padding-left: 8px;
      }
      .reasoning {
        max-height: 16em;
        overflow: auto;
        margin-bottom: 6px;
      }
      .row {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 8px;
        margin-top: 4px;
      }
      .row > span:first-child {
        overflow-wrap: anywhere;
      }
      .track {
        grid-column: 1 / -1;
        height: 4px;
        background: var(--track);
      }
      .fill {
        height: 100%;
        background: var(--data);
      }
      .label {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor turn: Both | undefined;
  @property({ type: Boolean }) public accessor last = false;

  protected override render(): TemplateResult | typeof nothing {
    const { turn } = this;
    if (!turn) return nothing;
    const sentence = endSentence(turn.end, turn.failure, turn.answers?.ways[0]?.prompt.ends);
    const { answers } = turn;
    return html`<div class="ways">${this.way('direct', turn)}${this.way('steps', turn)}</div>
      ${
        sentence === ''
          ? nothing
          : html`<div class="end" data-end=${turn.end}>
              ${icon(turn.end === 'failed' ? 'error' : 'warning')}<span
                >${turn.end === 'length' ? 'The reasoning ended at the greatest length, not by the model.' : sentence}</span
              >
            </div>`
      }
      ${
        answers
          ? html`<div class="label quiet">
                The probabilities are the model’s own: that its answer begins with these words. They do not say what is
                right.
              </div>
              <langscope-provenance-line
                .text=${formatProvenance(answers.provenance)}
                .copy=${(text: string) => tell(this, { kind: 'copy', text })}
              ></langscope-provenance-line>`
          : nothing
      }
      ${
        this.last && turn.end !== 'writing'
          ? html`<div class="actions">
              <button
                class="tool"
                title="Ask both ways again"
                aria-label="Ask both ways again"
                @click=${() => tell(this, { kind: 'again' })}
              >
                ${icon('refresh')}
              </button>
            </div>`
          : nothing
      }`;
  }

  private way(way: AskedWay['way'], turn: Both): TemplateResult {
    const done = turn.answers?.ways.find((one) => one.way === way);
    const reasoning = way === 'steps' ? (done?.reasoning ?? turn.reasoning) : '';
    const answer = done?.answer ?? (way === 'steps' ? turn.answer : turn.direct);
    const shares = done ? sharesOf(done.probabilities) : [];
    // Directly comes first; the step-by-step way has begun as soon as its reasoning has.
    const begun = turn.reasoning !== '' || turn.answer !== '';
    const writing = turn.end === 'writing' && !done && begun === (way === 'steps');
    return html`<section aria-label=${titles[way]}>
      <h2>${titles[way]}</h2>
      ${reasoning === '' ? nothing : html`<div class="text reasoning ${writing && answer === '' ? 'writing' : ''}" tabindex="0"><span class="written">${reasoning}</span></div>`}
      <div class="text ${writing && (way === 'direct' || answer !== '') ? 'writing' : ''}">
        <span class="quiet">Answer:</span> ${answer}
      </div>
      ${done?.probabilities.map(({ text, logprob, tokens }, at) => {
        const each = tokens === 0 ? 0 : logprob / tokens;
        const detail = `${formatNumber(logprob)} nats over ${tokens} ${tokens === 1 ? 'token' : 'tokens'}, ${formatNumber(each)} a token`;
        return html`<div class="row" title=${detail}>
          <span>${text}</span><span class="number">${formatProbability(logprob)}</span>
          <span class="quiet">${formatNumber(logprob)} nats, ${formatNumber(each)} a token</span
          ><span class="quiet number">${formatPercent(shares[at])} of these</span>
          <div class="track">
            <div class="fill" ${cssProperties({ width: `${((shares[at] ?? 0) * 100).toFixed(2)}%` })}></div>
          </div>
        </div>`;
      })}
      ${done ? promptDetails(done.prompt, 'What the model read') : nothing}
    </section>`;
  }
}
