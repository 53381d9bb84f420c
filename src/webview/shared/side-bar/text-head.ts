import { html, type TemplateResult } from 'lit';
import type { ModelName, TextAbout } from '../../../protocol';
import { formatCount } from '../../../protocol/format';
import { aboutText } from './about-text';
import { modelChoice, namedChoice } from './named-choice';

/** What is chosen, and what would be read now. */
interface Chosen<Scope extends string> {
  readonly models?: readonly { readonly name: ModelName; readonly label: string }[];
  readonly model?: ModelName;
  readonly scope: Scope;
  readonly about?: TextAbout;
}

export type HeadChoice<Scope extends string> =
  { readonly kind: 'model'; readonly model: ModelName } | { readonly kind: 'scope'; readonly scope: Scope };

/** The head of a view that asks a model about a text; `none`: what is said where no text is read. */
export function textHead<Scope extends string>(
  { models = [], model, scope, about }: Chosen<Scope>,
  scopes: Readonly<Record<Scope, string>>,
  none: string,
  choose: (choice: HeadChoice<Scope>) => void,
): TemplateResult {
  const reads = about
    ? `${aboutText(about)} \u00b7 ${formatCount(about.characters)} characters`
    : scope === 'selection'
      ? 'Nothing is selected.'
      : none;
  const choices = Object.entries<string>(scopes).map(([value, label]) => ({ value: value as Scope, label }));
  return html`<div class="head">
    ${modelChoice(models, model, (name) => choose({ kind: 'model', model: name }))}
    ${namedChoice('Reads', 'scope', choices, scope, (value) => choose({ kind: 'scope', scope: value }))}
    <div class="about quiet number" title=${reads}>${reads}</div>
  </div>`;
}
