import { css } from 'lit';
import { rangeStyle } from '../shared/range-style';
import { sentenceStyle } from '../shared/side-bar/sentence-style';

const ownStyle = css`
  :host {
    padding: 4px 12px 12px;
    container-type: inline-size;
    line-height: 1.4;
  }
  .slider {
    grid-column: 1 / -1;
  }
  .slider .named {
    display: flex;
    justify-content: space-between;
  }
  .start {
    display: flex;
    align-items: center;
    gap: 10px;
    /* Two lines of what stands beside the button. */
    min-height: 34px;
    margin: 4px 0;
  }
  .start button.primary {
    display: flex;
    align-items: center;
    gap: 6px;
    flex: none;
  }
  p.promise {
    margin: 8px 0;
  }
  .sentence {
    margin: 6px 0;
  }
  .stale {
    opacity: 0.75;
  }
  section {
    margin-top: 8px;
  }
  .heading h2 {
    flex: 0 1 auto;
  }
  .heading .score {
    flex: 1;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .columns {
    display: grid;
    column-gap: 10px;
  }
  /* As large as the box of the finished text. */
  .waiting {
    display: grid;
    min-height: 3em;
    max-height: 9.5em;
    overflow: auto;
    padding: 6px 8px;
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border: 1px dashed var(--hairline);
    border-radius: 2px;
  }
  .waiting > * {
    grid-area: 1 / 1;
    min-width: 0;
    font-size: 1em;
  }
  .waiting .room {
    visibility: hidden;
  }
  .round p {
    margin: 4px 0 6px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    margin-top: 4px;
    color: var(--vscode-foreground);
  }
  langscope-heatmap {
    --heatmap-height: var(--rows-height, 240px);
  }
  @container (min-width: 520px) {
    .columns {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`;

export const translateStyle = [rangeStyle, sentenceStyle, ownStyle];
