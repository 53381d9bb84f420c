import { css, html, type TemplateResult } from 'lit';
import type { ChatPrompt } from '../../protocol';
import { promptParts } from './chat-words';

export const promptDetailsStyle = css`
  pre.prompt {
    margin: 4px 0 0;
    padding: 6px 8px;
    max-height: 18em;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
    color: var(--vscode-editor-foreground);
    background: var(--vscode-editor-background);
    border: 1px solid var(--hairline);
  }
  mark {
    color: inherit;
    background: color-mix(in srgb, var(--vscode-charts-blue, currentColor) 22%, transparent);
    outline: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 2px;
  }
`;

/** What the model reads, as its chat template writes it, with the special tokens marked. */
export function promptDetails(prompt: ChatPrompt, title: string): TemplateResult {
  return html`<details class="template">
    <summary class="quiet">${title}</summary>
    <pre class="prompt" tabindex="0" aria-label=${title}>
${promptParts(prompt).map(({ text, special }) => (special ? html`<mark title="special token">${text}</mark>` : text))}</pre>
  </details>`;
}
