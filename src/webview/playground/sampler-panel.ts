import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PlaygroundDistribution, PlaygroundSettings, SamplerName } from '../../protocol';
import { formatCount, formatPercent, formatVisible } from '../../protocol/format';
import { samplerControls, type SamplerControl } from '../../protocol/playground-samplers';
import { formStyle } from '../gates/form-style';
import { icon } from '../shared/icon';
import { rangeStyle } from '../shared/range-style';
import { sharedStyle } from '../shared/style';
import { wordsFrom } from './settings-form';

const banned = {
  label: 'Banned words',
  sentence: 'Lets these words not be written, in all the forms that the tokenizer knows: separate them by commas.',
  source: 'bad_words_ids of transformers',
} as const;

/** Every sampler as a slider and a number, with what it did. */
@customElement('langscope-sampler-panel')
export class SamplerPanel extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    formStyle,
    rangeStyle,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 12.5em), 1fr));
        gap: 4px 18px;
      }
      .control {
        min-width: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: 26px;
      }
      .head label {
        flex: 1;
        overflow: hidden;
        text-overflow: ellipsis;
        display: block;
      }
      .on .head label {
        font-weight: 600;
      }
      .head input[type='number'] {
        width: 4.6em;
        height: 24px;
      }
      input[type='range'] {
        max-width: none;
        margin: 0;
      }
      input[type='range']::-webkit-slider-thumb {
        background: var(--vscode-descriptionForeground, var(--vscode-foreground));
      }
      .on input[type='range']::-webkit-slider-thumb {
        background: var(--vscode-textLink-foreground, var(--vscode-focusBorder));
      }
      input[type='text'] {
        font: inherit;
        width: 100%;
        height: 24px;
        padding: 0 4px;
        color: var(--vscode-input-foreground);
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--hairline));
        border-radius: 2px;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
      .foot {
        display: flex;
        align-items: center;
        height: 20px;
      }
      .foot button.tool {
        width: 20px;
        height: 20px;
      }
      .did {
        flex: 1;
        min-height: 1.4em;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .off {
        visibility: hidden;
      }
      .help {
        min-height: 2.9em;
        margin: 6px 0 0;
        line-height: 1.4;
      }
    `,
  ];

  @property({ attribute: false }) public accessor settings: PlaygroundSettings | undefined;
  @property({ attribute: false }) public accessor distribution: PlaygroundDistribution | undefined;
  @property({ attribute: false }) public accessor change: (settings: PlaygroundSettings) => void = () => undefined;
  /** What the pointer or the keyboard rests on. */
  @state() private accessor asked: { readonly sentence: string; readonly source: string } | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { settings, asked } = this;
    if (settings === undefined) return nothing;
    return html`<div class="grid" @pointerleave=${() => (this.asked = undefined)}>
        ${samplerControls.map((control) => this.control(control, settings))} ${this.words(settings)}
      </div>
      <p class="quiet help" aria-hidden="true">
        ${asked ? `${asked.sentence} (${asked.source})` : 'They are applied in this order. Point at one to read what it does.'}
      </p>`;
  }

  private control(control: SamplerControl, settings: PlaygroundSettings): TemplateResult {
    const { name, label, neutral, min, max, step, least, most, whole, sentence, source } = control;
    const value = settings.samplers[name];
    const on = value !== neutral;
    const set = (event: Event): void => {
      const typed = (event.target as HTMLInputElement).valueAsNumber;
      if (Number.isNaN(typed) || typed < least || typed > most || (whole && !Number.isInteger(typed))) return;
      this.set(control, typed);
    };
    const help = () => (this.asked = { sentence, source });
    return html`<div class="control ${on ? 'on' : ''}" @pointerenter=${help} @focusin=${help}>
      <div class="head">
        <label for=${name}>${label}</label>
        <input
          type="number"
          aria-label="${label}, as a number"
          min=${least}
          max=${most}
          step=${whole ? 1 : 'any'}
          .value=${String(value)}
          @input=${set}
          @blur=${() => this.requestUpdate()}
        />
      </div>
      <input
        id=${name}
        type="range"
        min=${min}
        max=${max}
        step=${step}
        .value=${String(value)}
        aria-describedby="${name}-help"
        @input=${set}
      />
      <span class="unseen" id="${name}-help">${sentence} ${this.did(name)}</span>
      <div class="foot">
        <div class="did quiet number" aria-hidden="true">${this.did(name)}</div>
        <button
          class="tool ${on ? '' : 'off'}"
          title="Turn off: ${neutral}"
          aria-label="${label}: turn off"
          @click=${() => this.set(control, neutral)}
        >
          ${icon('chrome-close')}
        </button>
      </div>
    </div>`;
  }

  private words(settings: PlaygroundSettings): TemplateResult {
    const { bannedWords, bannedIds } = settings;
    const help = () => (this.asked = banned);
    const forms = this.distribution?.banned ?? [];
    const listed = forms.map(({ word, forms: of }) => `${word}: ${of.map(({ pieces }) => `‘${formatVisible(pieces.join('|'))}’`).join(' ')}`); // prettier-ignore
    const count = forms.reduce((sum, { forms: of }) => sum + of.length, 0);
    return html`<div class="control ${count + bannedIds.length > 0 ? 'on' : ''}" @pointerenter=${help} @focusin=${help}>
      <div class="head"><label for="banned">${banned.label}</label></div>
      <input
        id="banned"
        type="text"
        placeholder="word, another"
        .value=${bannedWords.join(', ')}
        aria-describedby="banned-help"
        @change=${(event: Event) =>
          this.change({ ...settings, bannedWords: wordsFrom((event.target as HTMLInputElement).value) })}
      />
      <span class="unseen" id="banned-help">${banned.sentence} ${listed.join('; ')}</span>
      <div class="did quiet number" title=${listed.join('\n')}>
        ${count > 0 ? `${formatCount(count)} forms. ` : ''}${this.did('bannedIds')}
        ${
          bannedIds.length === 0
            ? nothing
            : html`${formatCount(bannedIds.length)} by ids
                <button
                  @click=${() => this.change({ ...settings, bannedIds: [] })}
                  aria-label="Do not ban these ids"
                  title="Do not ban these ids"
                >
                  ✕
                </button>`
        }
      </div>
    </div>`;
  }

  private set({ name }: SamplerControl, value: number): void {
    const { settings } = this;
    if (settings && settings.samplers[name] !== value) {
      this.change({ ...settings, samplers: { ...settings.samplers, [name]: value } });
    }
  }

  /** What the sampler did to this distribution. */
  private did(name: SamplerName): string {
    const step = this.distribution?.steps.find(({ sampler }) => sampler === name);
    if (step === undefined) return '';
    const { removed, mass, moved } = step;
    if (removed > 0) return `removes ${formatCount(removed)} tokens, ${formatPercent(mass)}`;
    if (moved > 0) return `moves ${formatCount(moved)} tokens`;
    return name === 'temperature' ? 'moves all tokens' : 'removes nothing here';
  }
}
