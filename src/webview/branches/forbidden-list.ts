import { html, nothing, type TemplateResult } from 'lit';
import { formatVisible } from '../../protocol/format';
import { icon } from '../shared/icon';
import type { NamedForbidden } from './tree-store';

/** What is forbidden, each with a button that allows it again. */
export function forbiddenList(
  tokens: readonly NamedForbidden[],
  allow: (token: NamedForbidden) => void,
): TemplateResult | typeof nothing {
  if (tokens.length === 0) return nothing;
  return html`<ul class="forbidden-list" aria-label="Forbidden tokens">
    ${tokens.map((token) => {
      const where =
        token.path === undefined ? 'everywhere' : token.path.length === 0 ? 'as the first token' : 'in one place';
      const piece = formatVisible(token.piece);
      return html`<li>
        <span class="token">${piece}</span><span class="quiet">forbidden ${where}</span
        ><button
          class="tool"
          title="Allow ${piece} again"
          aria-label="Allow ${piece} again"
          @click=${() => allow(token)}
        >
          ${icon('chrome-close')}
        </button>
      </li>`;
    })}
  </ul>`;
}
