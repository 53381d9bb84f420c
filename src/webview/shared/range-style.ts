import { css } from 'lit';

/** Pixels of the thumb: a plot above a slider is as much shorter, half at each end, so that its marks stand above the thumb. */
export const thumb = 14;

/** A slider in the theme's colours; the browser's own takes a light track in dark themes for some accents. */
export const rangeStyle = css`
  input[type='range'] {
    appearance: none;
    display: block;
    width: 100%;
    height: 18px;
    margin: 2px 0;
    background: none;
    cursor: pointer;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 25%, transparent));
  }
  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: ${thumb}px;
    height: ${thumb}px;
    margin-top: -5px;
    border-radius: 50%;
    background: var(--vscode-textLink-foreground, var(--vscode-focusBorder));
  }
`;
