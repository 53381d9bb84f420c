import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { FailureError, type BranchesReading, type FigureFormat } from '../../protocol';
import { formatBits, formatCount, formatPercent, formatVisible } from '../../protocol/format';
import { formStyle } from '../gates/form-style';
import { PanelApp } from '../shared/panel/panel-app';
import { sharedStyle } from '../shared/style';
import './beam-part';
import type { BeamPart } from './beam-part';
import { drawBranches } from './branches-figure';
import { keptLook, type BranchesLook, type BranchView } from './branches-look';
import { branchesStyle } from './branches-style';
import { forbiddenList } from './forbidden-list';
import './node-detail';
import type { DetailActions } from './node-detail';
import './probability-legend';
import { treeControls } from './tree-controls';
import { canUnfold } from './tree-keys';
import { treeNodes, type TreeNode } from './tree-nodes';
import { readingKey, TreeStore } from './tree-store';
import { keyOf } from './tree-path';
import './tree-view';
import type { BranchTree, TreeActions } from './tree-view';

/** Forks that are unfolded by themselves, and by one press of the button. */
const first = 3;
const most = 48;
/** Tokens before the cursor that can be read. */
const limits = [128, 512, 2048] as const;

/** How the text goes on: a tree of continuations, and beam search step by step. */
@customElement('langscope-branches')
export class BranchesApp extends PanelApp<'branches'> {
  public static override readonly styles = [sharedStyle, formStyle, branchesStyle];

  protected readonly promise =
    'How the text may go on from the cursor: a tree of continuations with their probabilities, and beam search step by step.';

  @state() private accessor look: BranchesLook = keptLook(undefined);
  /** What the last action came to. */
  @state() private accessor said: { readonly text: string; readonly failed: boolean } = { text: '', failed: false };
  @query('langscope-branch-tree') private accessor tree!: BranchTree | null;
  @query('langscope-beam-part') private accessor beams!: BeamPart | null;
  private seen: string | undefined;
  private ghosts = 0;
  private readonly store = new TreeStore(
    (ask, params) => this.client.ask(ask, params),
    () => this.keep(),
    keptLook(undefined).top,
  );

  public readonly draw = (format: FigureFormat): Promise<string | Uint8Array | undefined> => {
    const { state } = this.client;
    const { reading } = this;
    if (state.kind === 'empty' || reading === undefined) return Promise.resolve(undefined);
    const beams = this.look.view === 'beams' ? this.beams?.figure : undefined;
    const figure = {
      document: state.title,
      focus: state.focus,
      reading,
      nodes: this.nodes,
      lead: leadOf(reading),
      beams,
    };
    return drawBranches(format, figure, this);
  };

  protected override recall(kept: unknown): void {
    this.look = keptLook(kept);
    this.store.top = this.look.top;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { reading } = this;
    if (reading === undefined) return;
    // Each message brings a copy of the content.
    const key = readingKey(reading);
    if (this.seen === key) return;
    this.seen = key;
    this.said = { text: '', failed: false };
    void this.doing(this.store.show(reading, this.look.tree, { ...this.look.likely, most: first }));
  }

  protected override renderControls(): TemplateResult | typeof nothing {
    const { controls } = this.client;
    if (controls === undefined) return nothing;
    const tab = (view: BranchView, label: string) =>
      html`<button
        role="tab"
        id="tab-${view}"
        aria-selected=${this.look.view === view}
        tabindex=${this.look.view === view ? 0 : -1}
        @click=${() => this.change({ view })}
        @keydown=${(event: KeyboardEvent) => this.tabKey(event)}
      >
        ${label}
      </button>`;
    return html`<div class="fields">
      <div class="views" role="tablist" aria-label="What is shown">
        ${tab('tree', 'Tree')} ${tab('beams', 'Beam search')}
      </div>
      <label
        ><span class="quiet">Read up to</span
        ><select
          name="limit"
          @change=${(event: Event) => this.client.choose({ limit: Number((event.target as HTMLSelectElement).value) })}
        >
          ${limits.map((count) => html`<option value=${count} ?selected=${count === controls.limit}>${formatCount(count)} tokens</option>`)}
        </select></label
      >
    </div>`;
  }

  protected override renderContent(reading: BranchesReading): TemplateResult {
    const { view } = this.look;
    return html`<section role="tabpanel" aria-labelledby="tab-${view}">
      ${view === 'tree' ? this.treePart(reading) : this.beamPart(reading)}
    </section>`;
  }

  protected override announce({ root }: BranchesReading): string {
    const [best] = root.choices;
    return `Entropy ${formatBits(root.entropy)}. ${best === undefined ? '' : `Most probable: ${formatVisible(best.piece)}, ${formatPercent(Math.exp(best.logprob))}.`}`;
  }

  private treePart(reading: BranchesReading): TemplateResult {
    const { nodes, store } = this;
    const lead = leadOf(reading);
    const node = nodes.find(({ key }) => key === store.selected) ?? nodes[0];
    const forced = new Set(store.forced.map(({ id, path }) => keyOf([...path, id])));
    return html`${treeControls(this.look, {
        look: (change) => this.change(change),
        likely: () => void this.doing(this.likely()),
        foldAll: () => store.foldAll(),
      })}
      <langscope-branch-tree
        .nodes=${nodes}
        .selected=${node?.key ?? ''}
        .lead=${lead}
        .waiting=${new Set(store.waiting)}
        .forced=${forced}
        .actions=${this.treeActions}
      ></langscope-branch-tree>
      <langscope-probability-legend></langscope-probability-legend>
      ${forbiddenList(store.forbidden, (token) => void this.doing(store.allow(token)))}
      <p class=${this.said.failed ? 'said failed' : 'said quiet'} role="status">${this.said.text}</p>
      <langscope-node-detail
        .node=${node}
        .pieces=${node === undefined ? [] : piecesOf(nodes, node)}
        .lead=${lead}
        .actions=${this.detailActions}
      ></langscope-node-detail>`;
  }

  private beamPart(reading: BranchesReading): TemplateResult {
    const { store } = this;
    return html`<langscope-beam-part
        .client=${this.client}
        .reading=${reading}
        .look=${this.look}
        .forbidden=${store.forbidden}
        .lead=${leadOf(reading)}
        .change=${(change: Partial<BranchesLook>) => this.change(change)}
        .forbid=${(token: Parameters<TreeStore['forbid']>[0]) => this.doing(store.forbid(token))}
        .insert=${(path: readonly number[]) => void this.doing(this.insert(path))}
        .ghost=${(path: readonly number[] | undefined) => this.ghost(path)}
      ></langscope-beam-part>
      ${forbiddenList(store.forbidden, (token) => void this.doing(store.allow(token)))}
      <p class=${this.said.failed ? 'said failed' : 'said quiet'} role="status">${this.said.text}</p>`;
  }

  private get nodes(): readonly TreeNode[] {
    return treeNodes(this.store.forks, this.store.open);
  }

  private change(change: Partial<BranchesLook>): void {
    this.look = { ...this.look, ...change };
    this.keep();
    if (change.top !== undefined) void this.doing(this.store.showMost(change.top));
  }

  private keep(): void {
    this.client.keepLook({ ...this.look, tree: this.store.kept });
    this.requestUpdate();
  }

  private tabKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    this.change({ view: this.look.view === 'tree' ? 'beams' : 'tree' });
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(),
    );
  }

  /** Says what an action came to, or why it could not be done. */
  private async doing(action: Promise<unknown>): Promise<void> {
    try {
      const text = await action;
      if (typeof text === 'string') this.said = { text, failed: false };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      // A reading that is gone is followed by a new one.
      if (error.failure.code === 'cancelled' && error.message === 'Cancelled.') return;
      this.said = { text: error.message, failed: true };
    }
  }

  private async likely(): Promise<string | undefined> {
    const { likely } = this.look;
    const node = this.nodes.find(({ key }) => key === this.store.selected);
    const from = node !== undefined && canUnfold(node) ? node.path : [];
    const found = await this.store.unfoldLikely(from, { ...likely, most });
    if (found === undefined) return undefined;
    const why = {
      covered: 'that is enough',
      all: 'no more of them are shown',
      most: `${formatCount(most)} forks at once are the most`,
    }[found.end];
    return `${formatCount(found.forks.length)} forks; the continuations of ${formatCount(likely.depth)} tokens that are shown cover ${formatPercent(found.covered)}: ${why}.`;
  }

  private async insert(path: readonly number[]): Promise<string> {
    const { text } = await this.client.ask('insert', { path });
    return `Written into the document: \u2018${formatVisible(text)}\u2019`;
  }

  private async force(node: TreeNode, text: string): Promise<string> {
    const { ids, pieces } = await this.client.ask('tokens', { text });
    await this.store.force(node.path, ids);
    return `Forced: ${pieces.map(formatVisible).join(' ')} (${formatCount(ids.length)} ${ids.length === 1 ? 'token' : 'tokens'})`;
  }

  private async forbid({ path, choice }: TreeNode, everywhere: boolean): Promise<string> {
    if (choice === undefined) return '';
    const { id, piece } = choice;
    const parent = path.slice(0, -1);
    this.store.selected = keyOf(parent);
    await this.store.forbid({ id, piece, path: everywhere ? undefined : parent });
    return `${formatVisible(piece)} is forbidden ${everywhere ? 'everywhere' : 'here'}; the rest is made to sum to one.`;
  }

  /** Only the newest ghost is shown, and none for a path without tokens. */
  private ghost(path: readonly number[] | undefined): void {
    const number = ++this.ghosts;
    setTimeout(() => {
      if (number !== this.ghosts) return;
      const wanted = path === undefined || path.length === 0 ? null : path;
      this.client.ask('ghost', { path: wanted }).catch(() => undefined);
    }, 60);
  }

  private readonly treeActions: TreeActions = {
    select: ({ key }) => this.store.select(key),
    unfold: ({ path }) => void this.doing(this.store.unfold(path)),
    fold: ({ path }) => this.store.fold(path),
    insert: ({ path }) => void (path.length > 0 && this.doing(this.insert(path))),
    forbid: (node, everywhere) => void this.doing(this.forbid(node, everywhere)),
    point: (node) => this.ghost(node?.path),
  };

  private readonly detailActions: DetailActions = {
    insert: ({ path }) => void this.doing(this.insert(path)),
    forbid: (node, everywhere) => {
      void this.doing(this.forbid(node, everywhere));
      this.tree?.focus();
    },
    force: (node, text) => {
      void this.doing(this.force(node, text));
      this.tree?.focus();
    },
    search: ({ path }) => {
      this.change({ view: 'beams' });
      void this.updateComplete.then(() => this.beams?.search(path));
    },
  };
}

/** The end of the text before the cursor, as its tokens are shown. */
function leadOf({ tokens }: BranchesReading): string {
  return tokens.pieces.filter((_piece, at) => tokens.special[at] === 0).slice(-16).join(''); // prettier-ignore
}

/** The tokens that lead to a node. */
function piecesOf(nodes: readonly TreeNode[], { key }: TreeNode): readonly string[] {
  const pieces: string[] = [];
  for (let node = nodes.find((one) => one.key === key); node?.choice;) {
    pieces.unshift(node.choice.piece);
    const { parent } = node;
    node = nodes.find((one) => one.key === parent);
  }
  return pieces;
}
