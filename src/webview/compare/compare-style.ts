import { css } from 'lit';
import { sentenceStyle } from '../shared/side-bar/sentence-style';

const ownStyle = css`
  :host {
    padding: 4px 12px 12px;
    container-type: inline-size;
    line-height: 1.4;
  }
  .sides {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 2px 8px;
    align-items: center;
  }
  .sides .title {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  p.promise {
    margin: 8px 0;
  }
  .sides button {
    grid-column: 3;
    grid-row: 1 / 3;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
  }
  .live {
    opacity: 0.75;
  }
  .heading {
    margin-top: 10px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    margin: 2px 0 6px;
  }
  .texts {
    display: grid;
    gap: 10px;
  }
  .texts h2 {
    margin-bottom: 3px;
  }
  @container (min-width: 560px) {
    .texts {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`;

export const compareStyle = [sentenceStyle, ownStyle];
