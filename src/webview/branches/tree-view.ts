import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { TypeAhead } from '../shared/list-keys';
import { cssProperties } from '../shared/css-properties';
import { cssColour, rampAt } from '../shared/heatmap/colour-ramp';
import { heatmapColours, type HeatmapColours } from '../shared/heatmap/heatmap-colours';
import { icon } from '../shared/icon';
import { sharedStyle } from '../shared/style';
import { ThemeController } from '../shared/theme';
import { edgeShare, thickestEdge } from './probability-scale';
import { canUnfold, treeMove } from './tree-keys';
import { edgePath, edgeWidth, treeLayout, type PlacedEdge, type PlacedNode, type TreeLayout } from './tree-layout';
import type { TreeNode } from './tree-nodes';
import { treeSizes } from './tree-sizes';
import { treeStyle } from './tree-style';
import { entropyOf, jointOf, labelOf, probabilityBefore, probabilityOf, spokenNode } from './tree-words';

/** What a person does in the tree. */
export interface TreeActions {
  readonly select: (node: TreeNode) => void;
  readonly unfold: (node: TreeNode) => void;
  readonly fold: (node: TreeNode) => void;
  readonly insert: (node: TreeNode) => void;
  readonly forbid: (node: TreeNode, everywhere: boolean) => void;
  /** The pointer rests on it; undefined: on none any more. */
  readonly point: (node: TreeNode | undefined) => void;
}

/** A tree of continuations that grows to the right, walked with the keyboard as any tree. */
@customElement('langscope-branch-tree')
export class BranchTree extends LitElement {
  public static override readonly styles = [sharedStyle, treeStyle];

  @property({ attribute: false }) public accessor nodes: readonly TreeNode[] = [];
  @property() public accessor selected = '';
  /** The text before the cursor, its end. */
  @property() public accessor lead = '';
  @property({ attribute: false }) public accessor waiting: ReadonlySet<string> = new Set();
  @property({ attribute: false }) public accessor forced: ReadonlySet<string> = new Set();
  @property({ attribute: false }) public accessor actions: TreeActions | undefined;
  @query('.scroll') private accessor box!: HTMLElement;
  private readonly ahead = new TypeAhead();
  private revealed = '';

  public constructor() {
    super();
    new ThemeController(this);
  }

  /** Gives the tree the keyboard. */
  public override focus(): void {
    this.box.focus();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('selected') && this.revealed === this.selected) return;
    this.revealed = this.selected;
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  protected override render(): TemplateResult {
    const colours = heatmapColours(this, 'sequential', 'blue');
    const em = parseFloat(getComputedStyle(this).fontSize);
    const layout = treeLayout(this.nodes, treeSizes(em), (node) => labelOf(node, this.lead));
    const along = this.pathOf(this.selected);
    return html`<div
        class="scroll"
        role="tree"
        tabindex="0"
        aria-label="Continuations of the text before the cursor. Right unfolds, left folds, Enter writes the path into the document, Delete forbids a token."
        aria-activedescendant=${this.nodes.length === 0 ? '' : idOf(this.selected)}
        @keydown=${this.pressed}
        @pointerleave=${() => this.actions?.point(undefined)}
        @blur=${() => this.actions?.point(undefined)}
      >
        <div class="stage" ${cssProperties({ width: `${layout.width + 1.4 * em}px`, height: `${layout.height}px` })}>
          ${this.edges(layout, colours)} ${layout.nodes.map((placed) => this.item(placed, em, along))}
        </div>
      </div>
      <div class="unseen" role="status" aria-live="polite">${this.spoken}</div>`;
  }

  private edges({ edges, width, height }: TreeLayout, { ramp }: HeatmapColours): TemplateResult {
    const line = (edge: PlacedEdge) =>
      svg`<path d=${edgePath(edge)} stroke=${cssColour(rampAt(ramp, edgeShare(edge.share)))}
        stroke-width=${edgeWidth(edge.share, thickestEdge)}></path>`;
    return html`<svg width=${width} height=${height} aria-hidden="true">
      ${[...edges].sort((a, b) => a.share - b.share).map(line)}
    </svg>`;
  }

  private item({ node, x, y, width }: PlacedNode, em: number, along: ReadonlySet<string>): TemplateResult {
    const { key, choice, depth, place, siblings, open } = node;
    const was = probabilityBefore(node);
    const entropy = entropyOf(node);
    const classes = [
      'node',
      choice === undefined ? 'root' : '',
      choice !== undefined && choice.after === undefined ? 'forbidden' : '',
      this.forced.has(key) ? 'forced' : '',
      this.waiting.has(key) ? 'waiting' : '',
      along.has(key) && key !== this.selected ? 'within' : '',
    ];
    const path = choice === undefined ? '' : `path ${jointOf(node)}`;
    return html`<div
      class=${classes.join(' ')}
      id=${idOf(key)}
      role="treeitem"
      aria-level=${depth + 1}
      aria-posinset=${place + 1}
      aria-setsize=${siblings}
      aria-selected=${key === this.selected}
      aria-expanded=${canUnfold(node) ? String(open) : nothing}
      aria-label=${spokenNode(node, this.lead)}
      title=${spokenNode(node, this.lead)}
      ${cssProperties({
        left: `${x}px`,
        top: `${y}px`,
        width: `${width}px`,
        height: `${treeSizes(em).node}px`,
      })}
      @pointerenter=${() => this.actions?.point(node)}
      @click=${() => this.clicked(node)}
      @dblclick=${() => this.actions?.insert(node)}
    >
      <span class="token"><bdi dir="ltr">${labelOf(node, this.lead)}</bdi></span>
      <span class="probability number">${probabilityOf(node)}</span>
      <span class="small number"
        ><span>${was === undefined ? path : html`<span class="was">${was}</span>`}</span
        ><span>${open ? entropy : ''}</span></span
      >
      ${
        canUnfold(node)
          ? html`<span class="more" aria-hidden="true" @click=${(event: Event) => this.toggled(event, node)}
              >${icon(open ? 'chevron-left' : 'chevron-right')}</span
            >`
          : nothing
      }
    </div>`;
  }

  /** Said while the keyboard moves. */
  private get spoken(): string {
    if (!this.matches(':focus-within')) return '';
    const node = this.node(this.selected);
    return node === undefined ? '' : spokenNode(node, this.lead);
  }

  private node(key: string): TreeNode | undefined {
    return this.nodes.find((node) => node.key === key);
  }

  /** The node and all that leads to it. */
  private pathOf(key: string): ReadonlySet<string> {
    const keys = new Set<string>();
    for (let node = this.node(key); node !== undefined; node = this.node(node.parent ?? '-')) keys.add(node.key);
    return keys;
  }

  private clicked(node: TreeNode): void {
    this.actions?.select(node);
    if (!node.open && canUnfold(node)) this.actions?.unfold(node);
  }

  private toggled(event: Event, node: TreeNode): void {
    event.stopPropagation();
    if (node.open) this.actions?.fold(node);
    else this.actions?.unfold(node);
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const { actions, nodes } = this;
    const node = this.node(this.selected) ?? nodes[0];
    if (actions === undefined || node === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const move = treeMove(event.key, nodes, node.key);
    const to = move && this.node(move.key);
    if (move !== undefined && to !== undefined) this.actions?.[move.kind](to);
    else if (event.key === 'Enter') actions.insert(node);
    else if (event.key === 'Delete') actions.forbid(node, event.shiftKey);
    else if (/^\S$/u.test(event.key)) this.type(event.key, event.timeStamp);
    else if (!event.key.startsWith('Arrow')) return;
    if (to !== undefined) actions.point(to);
    event.preventDefault();
  };

  private type(letter: string, now: number): void {
    const texts = this.nodes.map((node) => (node.choice?.piece ?? '').trimStart());
    const from = this.nodes.findIndex(({ key }) => key === this.selected);
    const found = this.ahead.find(letter, texts, Math.max(0, from), now);
    const node = found === undefined ? undefined : this.nodes[found];
    if (node !== undefined) this.actions?.select(node);
  }
}

function idOf(key: string): string {
  return `node-${key.replaceAll(' ', '-')}`;
}
