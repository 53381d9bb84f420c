import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { FailureError, type BeamTrace, type BranchesReading, type BranchPath } from '../../protocol';
import { formatVisible } from '../../protocol/format';
import { formStyle } from '../gates/form-style';
import { cssProperties } from '../shared/css-properties';
import type { PanelClient } from '../shared/panel/panel-client';
import { sharedStyle } from '../shared/style';
import { columnsAt, pathOfNode } from './beam-columns';
import { beamControls, endStrings, type BeamProgress } from './beam-controls';
import { beamDetail } from './beam-detail';
import type { BeamFigure } from './beam-figure';
import { beamLists } from './beam-lists';
import { beamPlayer } from './beam-player';
import { beamRanking, beforeAndAfter, type EarlierSearch } from './beam-ranking';
import { beamStyle } from './beam-style';
import { firstLook, type BranchesLook } from './branches-look';
import { detailStyle } from './detail-style';
import { readingKey, type NamedForbidden } from './tree-store';

/** How long a step is shown while the search is played, ms. */
const pace = 700;

/** Beam search, replayed step by step. */
@customElement('langscope-beam-part')
export class BeamPart extends LitElement {
  public static override readonly styles = [sharedStyle, formStyle, detailStyle, beamStyle];

  @property({ attribute: false }) public accessor client!: PanelClient<'branches'>;
  @property({ attribute: false }) public accessor reading: BranchesReading | undefined;
  @property({ attribute: false }) public accessor look: BranchesLook = firstLook;
  @property({ attribute: false }) public accessor forbidden: readonly NamedForbidden[] = [];
  @property({ attribute: false }) public accessor change: (change: Partial<BranchesLook>) => void = () => undefined;
  @property({ attribute: false }) public accessor forbid: (token: NamedForbidden) => Promise<void> = () =>
    Promise.resolve();
  @property({ attribute: false }) public accessor insert: (path: BranchPath) => void = () => undefined;
  @property({ attribute: false }) public accessor ghost: (path: BranchPath | undefined) => void = () => undefined;
  @state() private accessor trace: BeamTrace | undefined;
  @state() private accessor earlier: EarlierSearch | undefined;
  @state() private accessor step = 0;
  @state() private accessor penalty = 1;
  @state() private accessor selected: number | undefined;
  @state() private accessor picked: number | undefined;
  @state() private accessor progress: BeamProgress | undefined;
  @state() private accessor failure = '';
  private searching: AbortController | undefined;
  private playing: ReturnType<typeof setInterval> | undefined;
  private seen: string | undefined;
  private searchedWith: readonly NamedForbidden[] = [];

  /** What is shown; undefined before the first search. */
  public get figure(): BeamFigure | undefined {
    const { trace, step, penalty } = this;
    return trace && { trace, step, penalty };
  }

  public override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pause();
    this.searching?.abort();
  }

  /** Searches from a path on; `change`: what is different from the search before, which is then shown beside. */
  public async search(path: BranchPath, change?: string): Promise<void> {
    const { look, trace } = this;
    this.pause();
    this.searching?.abort();
    const searching = new AbortController();
    this.searching = searching;
    this.failure = '';
    this.progress = { done: 0, total: look.beams.maxNewTokens };
    const forbidden = this.forbidden.map(({ id, path: after }) => (after === undefined ? { id } : { id, path: after }));
    this.searchedWith = this.forbidden;
    const options = { ...look.beams, stop: endStrings[look.ends] };
    try {
      const progress = (done: number, total: number) => (this.progress = { done, total });
      const found = await this.client.ask('branchesBeams', { path, options, forbidden }, searching.signal, progress);
      if (this.searching !== searching) return;
      this.earlier = trace !== undefined && change !== undefined ? { trace, change } : undefined;
      this.take(found);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      if (this.searching === searching && error.failure.code !== 'cancelled') this.failure = error.message;
    } finally {
      if (this.searching === searching) {
        this.searching = undefined;
        this.progress = undefined;
      }
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const key = this.reading && readingKey(this.reading);
    if (key !== this.seen) {
      // What another text led to is no continuation of this one.
      const begun = this.seen !== undefined;
      this.seen = key;
      this.trace = undefined;
      this.earlier = undefined;
      this.searching?.abort();
      if (begun) this.pause();
      return;
    }
    // A token was forbidden, or allowed again, elsewhere.
    if (changed.has('forbidden') && this.trace !== undefined && this.forbidden !== this.searchedWith) {
      const more = this.forbidden.length > this.searchedWith.length;
      const token = more ? this.forbidden.at(-1) : this.searchedWith.find((one) => !this.forbidden.includes(one));
      const where = token?.path === undefined ? ' everywhere' : '';
      const change = `${formatVisible(token?.piece ?? '')} ${more ? 'is forbidden' : 'is allowed again'}${where}`;
      void this.search(this.trace.path, change);
    }
  }

  protected override render(): TemplateResult {
    const { look, reading, progress, trace, failure } = this;
    return html`${beamControls(look, reading?.room ?? 64, progress, {
      look: (change) => this.change(change),
      search: () => void this.search([]),
      stop: () => this.searching?.abort(),
    })}
    ${failure === '' ? nothing : html`<p class="note failed" role="alert">${failure}</p>`}
    ${trace === undefined ? this.nothingYet() : this.replay(trace)}`;
  }

  private nothingYet(): TemplateResult {
    return html`<p class="quiet intro">
      Beam search follows several continuations at once and keeps the best ones. Every step of it is written down here:
      what goes on, what has ended, what is dropped and why. Search to begin.
    </p>`;
  }

  private replay(trace: BeamTrace): TemplateResult {
    const { step, selected, picked, penalty, earlier } = this;
    const steps = trace.steps.length;
    const select = (node: number): void => {
      this.selected = node;
      this.picked = undefined;
    };
    return html`${
        trace.pathPieces.length === 0
          ? nothing
          : html`<p class="quiet note">
              Searched from <span class="token">${trace.pathPieces.map(formatVisible).join('')}</span>, which is not
              scored.
            </p>`
      }
      ${beamPlayer(step, steps, this.playing !== undefined, {
        go: (to) => {
          this.pause();
          this.step = to;
        },
        play: () => this.play(steps),
      })}
      <div ${cssProperties({ '--rows': String(trace.options.beams) })}>
        ${beamLists(columnsAt(trace, step), selected, { select, point: (node) => this.point(node) })}
      </div>
      ${
        selected === undefined
          ? html`<p class="quiet note">Choose a hypothesis to see its tokens, or to write it into the document.</p>`
          : beamDetail(trace, selected, picked, {
              pick: (node) => (this.picked = node === this.picked ? undefined : node),
              insert: (node) => this.insert(pathOfNode(trace, node)),
              forbid: (node, everywhere) => this.forbidNode(trace, node, everywhere),
              force: (node, text) => void this.force(trace, node, text),
            })
      }
      ${beforeAndAfter(earlier, trace)}
      ${beamRanking(trace, penalty, selected, { penalty: (value) => (this.penalty = value), select })}`;
  }

  private take(trace: BeamTrace): void {
    this.trace = trace;
    this.step = trace.steps.length - 1;
    this.penalty = trace.options.lengthPenalty;
    this.selected = trace.steps.at(-1)?.finished[0];
    this.picked = undefined;
  }

  private point(node: number | undefined): void {
    const { trace } = this;
    if (trace) this.ghost(node === undefined ? undefined : pathOfNode(trace, node));
  }

  private forbidNode(trace: BeamTrace, node: number, everywhere: boolean): void {
    const { id, piece } = trace.nodes[node]!;
    // The new search begins by itself, when the list of what is forbidden has come back.
    void this.forbid({ id, piece, path: everywhere ? undefined : pathOfNode(trace, node).slice(0, -1) });
  }

  private async force(trace: BeamTrace, node: number, text: string): Promise<void> {
    const { ids, pieces } = await this.client.ask('tokens', { text });
    const forced = `${pieces.map(formatVisible).join('')} is forced`;
    await this.search([...pathOfNode(trace, node).slice(0, -1), ...ids], forced);
  }

  private play(steps: number): void {
    if (this.playing !== undefined) {
      this.pause();
      return;
    }
    if (this.step >= steps - 1) this.step = 0;
    this.playing = setInterval(() => {
      if (this.step >= steps - 1) this.pause();
      else this.step++;
    }, pace);
    this.requestUpdate();
  }

  private pause(): void {
    clearInterval(this.playing);
    this.playing = undefined;
    this.requestUpdate();
  }
}
