import { html, nothing, type TemplateResult } from 'lit';
import type { AttentionStack, PanelControls } from '../../protocol';
import { formatCount } from '../../protocol/format';
import {
  canRollOut,
  shapes,
  sourceKinds,
  stackName,
  type AttentionLook,
  type ShapeName,
  type SourceKind,
} from './attention-look';

type Controls = PanelControls<'attention'>;

const limits = [128, 512, 2048, 4096] as const;

const kindLabels: Readonly<Record<SourceKind, string>> = {
  head: 'One head',
  heads: 'Mean over heads',
  layers: 'Mean over layers',
  all: 'Mean over both',
  rollout: 'Rollout',
};

function select<T extends string | number>(
  name: string,
  label: string,
  options: readonly { readonly value: T; readonly label: string }[],
  chosen: T,
  choose: (value: T) => void,
): TemplateResult {
  const changed = (event: Event): void => {
    const found = options.find(({ value }) => String(value) === (event.target as HTMLSelectElement).value);
    if (found) choose(found.value);
  };
  return html`<label
    ><span class="quiet">${label}</span
    ><select name=${name} @change=${changed}>
      ${options.map((each) => html`<option value=${each.value} ?selected=${each.value === chosen}>${each.label}</option>`)}
    </select></label
  >`;
}

/** How the text is read: a change reads it anew. */
export function readingControls(
  { limit, extent }: Controls,
  choose: (controls: Partial<Controls>) => void,
): TemplateResult {
  const sizes = limits.map((count) => ({ value: count, label: `${formatCount(count)} tokens` }));
  return html`<div class="fields">
    ${select('limit', 'Read up to', sizes, limit, (value) => choose({ limit: value }))}
    ${select(
      'extent',
      'of',
      [
        { value: 'around', label: 'the text around the cursor' },
        { value: 'selection', label: 'the selection alone' },
      ],
      extent === 'selection' ? extent : 'around',
      (value) => choose({ extent: value }),
    )}
  </div>`;
}

/** The second text of an encoder-decoder model; it is read when the field is left. */
export function targetField(target: string, choose: (controls: Partial<Controls>) => void): TemplateResult {
  return html`<label class="target"
    ><span class="quiet">Second text, which the decoder reads (a translation, a summary)</span
    ><textarea
      name="target"
      .value=${target}
      @change=${(event: Event) => choose({ target: (event.target as HTMLTextAreaElement).value })}
    ></textarea>
  </label>`;
}

/** Which weights are shown, and how they are drawn. */
export function lookControls(
  look: AttentionLook,
  stacks: readonly AttentionStack[],
  choose: (look: Partial<AttentionLook>) => void,
): TemplateResult {
  const stack = stacks[look.stack]!;
  const kinds = sourceKinds.filter((kind) => kind !== 'rollout' || canRollOut(stack));
  const numbered = (count: number) => Array.from({ length: count }, (_, at) => ({ value: at, label: String(at + 1) }));
  const { kind } = look;
  return html`<div class="fields">
    ${
      stacks.length === 1
        ? nothing
        : select(
            'stack',
            'Attention',
            stacks.map((each, value) => ({ value, label: stackName(each) })),
            look.stack,
            (value) => choose({ stack: value }),
          )
    }
    ${select(
      'kind',
      'Show',
      kinds.map((value) => ({ value, label: kindLabels[value] })),
      kind,
      (value) => choose({ kind: value }),
    )}
    ${
      kind === 'layers' || kind === 'all'
        ? nothing
        : select('layer', kind === 'rollout' ? 'up to layer' : 'layer', numbered(stack.layers), look.layer, (value) =>
            choose({ layer: value }),
          )
    }
    ${
      kind === 'head' || kind === 'layers'
        ? select('head', 'head', numbered(stack.heads), look.head, (value) => choose({ head: value }))
        : nothing
    }
    ${select(
      'unit',
      'by',
      [
        { value: 'token', label: 'tokens' },
        { value: 'word', label: 'words' },
      ],
      look.unit,
      (value) => choose({ unit: value }),
    )}
    ${select(
      'shape',
      'Colours',
      (Object.keys(shapes) as ShapeName[]).map((value) => ({ value, label: shapes[value].label })),
      look.shape,
      (value) => choose({ shape: value }),
    )}
    <label title="Many heads rest on the first token; without it, the rest of each row is scaled to one."
      ><input
        type="checkbox"
        name="mask-start"
        .checked=${look.maskStart}
        @change=${(event: Event) => choose({ maskStart: (event.target as HTMLInputElement).checked })}
      />without the first ${look.unit}</label
    >
  </div>`;
}
