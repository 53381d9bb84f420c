import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatBits, formatPercent, formatProbability, formatRank, formatVisible } from '../../protocol/format';
import { formStyle } from '../gates/form-style';
import { sharedStyle } from '../shared/style';
import { detailStyle } from './detail-style';
import { afterOf, shownMass, type TreeNode } from './tree-nodes';
import { formatNats, labelOf, probabilityOf } from './tree-words';

/** What a person does about a token. */
export interface DetailActions {
  readonly insert: (node: TreeNode) => void;
  readonly forbid: (node: TreeNode, everywhere: boolean) => void;
  /** Goes on behind the node with what is written. */
  readonly force: (node: TreeNode, text: string) => void;
  /** Searches with beams from the node on. */
  readonly search: (node: TreeNode) => void;
}

/** The node that is chosen: its figures, its path, and what can be done with it. */
@customElement('langscope-node-detail')
export class NodeDetail extends LitElement {
  public static override readonly styles = [sharedStyle, formStyle, detailStyle];

  @property({ attribute: false }) public accessor node: TreeNode | undefined;
  /** The tokens that lead to it, as they are shown. */
  @property({ attribute: false }) public accessor pieces: readonly string[] = [];
  @property() public accessor lead = '';
  @property({ attribute: false }) public accessor actions: DetailActions | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { node, pieces, lead } = this;
    if (node === undefined) return nothing;
    const { choice } = node;
    const name = labelOf(node, lead);
    return html`<div class="path" title="The path">
        <span class="quiet">${formatVisible(lead.slice(-24))}</span
        >${pieces.map((piece) => html`<span class="piece">${formatVisible(piece)}</span>`)}
      </div>
      <dl>
        ${
          choice === undefined
            ? nothing
            : html`${fact('Probability', probabilityOf(node), formatNats(afterOf(choice)))}
              ${same(choice.after, choice.logprob) ? nothing : fact('Before', formatProbability(choice.logprob), formatNats(choice.logprob))}
              ${fact('Rank', formatRank(choice.rank), '')}
              ${fact('Path', node.joint === -Infinity ? 'forbidden' : formatProbability(node.joint), formatNats(node.joint))}
              ${same(node.joint, node.jointOwn) ? nothing : fact('Path before', formatProbability(node.jointOwn), formatNats(node.jointOwn))}`
        }
        ${
          node.fork === undefined
            ? nothing
            : html`${fact('Entropy after it', formatBits(Math.abs(node.fork.entropyAfter)), '')}
              ${same(node.fork.entropy, node.fork.entropyAfter) ? nothing : fact('Before', formatBits(node.fork.entropy), '')}
              ${fact('Shown', formatPercent(shownMass(node.fork)), 'of what may come')}`
        }
      </dl>
      <div class="fields">
        ${
          choice === undefined
            ? nothing
            : html`<button
                  class="primary"
                  ?disabled=${choice.after === undefined}
                  @click=${() => this.actions?.insert(node)}
                >
                  Insert the path</button
                ><button class="secondary" @click=${() => this.actions?.forbid(node, false)}>Forbid here</button
                ><button class="secondary" @click=${() => this.actions?.forbid(node, true)}>Forbid everywhere</button>`
        }
        ${
          choice?.ends === true
            ? nothing
            : html`<button class="secondary" @click=${() => this.actions?.search(node)}>
                  Search with beams from here
                </button>
                <form @submit=${(event: Event) => this.forced(event, node)}>
                  <label
                    ><span class="quiet">Force after ${name}</span
                    ><input type="text" name="force" size="12" spellcheck="false" autocomplete="off" /></label
                  ><button class="secondary" type="submit">Force</button>
                </form>`
        }
      </div>`;
  }

  private forced(event: Event, node: TreeNode): void {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>('input[name="force"]');
    if (field === null || field.value === '') return;
    this.actions?.force(node, field.value);
    field.value = '';
  }
}

/** Without a difference that a person could see. */
function same(a: number | undefined, b: number): boolean {
  return a !== undefined && Math.abs(a - b) < 5e-4;
}

function fact(name: string, value: string, aside: string): TemplateResult {
  return html`<div>
    <dt class="quiet">${name}</dt>
    <dd class="number">${value}${aside === '' ? nothing : html` <span class="quiet">${aside}</span>`}</dd>
  </div>`;
}
