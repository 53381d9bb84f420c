import type { Tensor } from 'onnxruntime-node';
import type { ModelSource, ReadingState } from '../families/language-model';
import { ModelBody } from '../families/model-body';
import { zeros } from '../families/tensors';
import type { Session } from '../runtime/session';
import type { GraphPart } from './graph-part';

/** Cache inputs of a graph, and the outputs that belong to them. */
export function cacheOf({ inputs }: ModelSource): ReadonlyMap<string, string> {
  return new Map(inputs.carried.map(({ input, output }) => [input, output]));
}

/** Runs a part of a model's graph piece by piece. */
export class PieceRunner {
  private readonly body: ModelBody;

  public constructor(
    session: Session,
    private readonly source: ModelSource,
    private readonly part: GraphPart,
  ) {
    const carried = source.inputs.carried.filter(({ input }) => part.carried.includes(input));
    this.body = new ModelBody(session, { ...source.inputs, carried }, false);
  }

  public begin(): ReadingState {
    return this.body.begin();
  }

  /** As `ModelBody.run`. */
  public run(
    state: ReadingState,
    ids: Int32Array,
    outputs: readonly string[],
    keep: boolean,
    more: Readonly<Record<string, Tensor>>,
  ): ReturnType<ModelBody['run']> {
    return this.body.run(state, ids, outputs, keep, { ...more, ...this.empty(state.length) });
  }

  public async dispose(): Promise<void> {
    await this.body.dispose();
  }

  /** Caches of other layers, of which the part needs the length alone. */
  private empty(past: number): Record<string, Tensor> {
    const caches = this.source.inputs.carried.filter(({ input }) => this.part.lengths.includes(input));
    return Object.fromEntries(
      caches.map(({ input, elementType, start }) => {
        const dims = start.map((size) => (size === 0 ? past : size));
        return [input, zeros(elementType, dims)];
      }),
    );
  }
}
