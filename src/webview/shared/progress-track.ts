import { css, html, type TemplateResult } from 'lit';
import { cssProperties } from './css-properties';

/** A thin line that fills; it keeps its place while nothing is done, so that nothing moves. `share` is 0 to 1. */
export function progressTrack(label: string, busy: boolean, share: number): TemplateResult {
  return html`<div
    class=${busy ? 'track' : 'track idle'}
    role="progressbar"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.floor(share * 100)}
    aria-hidden=${!busy}
  >
    <div class="bar" ${cssProperties({ width: `${share * 100}%` })}></div>
  </div>`;
}

export const progressTrackStyle = css`
  .track {
    height: 2px;
    background: var(--track);
    overflow: hidden;
  }
  .track.idle {
    visibility: hidden;
  }
  .bar {
    height: 100%;
    background: var(--vscode-progressBar-background, var(--vscode-focusBorder));
    transition: width 120ms linear;
  }
`;
