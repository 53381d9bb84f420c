import type { EngineClient } from '../client/engine-client';
import { formatCount, formatModel, type LoadState, type ScoreState } from '../protocol';
import { isTerminal, type Surroundings } from './terminal';

/** Goes back to the beginning of the line and empties it. */
export const eraseLine = '\r\u001b[2K';

/** Shows on one line of standard error what the engine does, where a person watches; returns what ends it. */
export function showProgress(client: EngineClient, { stderr }: Pick<Surroundings, 'stderr'>): () => void {
  if (!isTerminal(stderr)) return () => undefined;
  const show = (text: string | undefined): void => void stderr.write(eraseLine + (text ?? ''));
  const listening = [
    client.on('model', ({ model, state }) => show(loading(model, state))),
    client.on('state', ({ state }) => show(scoring(state))),
    client.on('progress', ({ done, total }) => show(`Reading ${percent(done, total)}`)),
  ];
  return () => {
    for (const listener of listening) listener.dispose();
    show(undefined);
  };
}

function loading(model: string, { kind }: LoadState): string | undefined {
  return kind === 'loading' ? `Loading ${formatModel(model)} ...` : undefined;
}

function scoring(state: ScoreState): string | undefined {
  if (state.kind !== 'scoring') return undefined;
  return counted('Scoring', state.done, state.total);
}

function counted(what: string, done: number, total: number): string {
  return `${what} ${formatCount(done)} of ${formatCount(total)} tokens (${percent(done, total)})`;
}

function percent(done: number, total: number): string {
  return `${total === 0 ? 0 : Math.floor((100 * done) / total)} %`;
}
