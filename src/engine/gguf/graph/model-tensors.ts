import { fail } from '../../../protocol';
import type { GgufFile } from '../file/gguf-file';
import type { GgufTensor } from '../file/tensor-table';

/** Takes the tensors of a model out of a file one after the other, and tells what was left. */
export class ModelTensors {
  private readonly taken = new Set<string>();

  public constructor(
    private readonly file: GgufFile,
    /** The file's name for sentences. */
    public readonly name: string,
  ) {}

  public has(name: string): boolean {
    return this.file.tensor(name) !== undefined;
  }

  /** The tensor of that name; refuses (`gguf-broken`) one that is absent or of another shape ([rows, columns]). */
  public take(name: string, shape: readonly number[]): GgufTensor {
    const tensor = this.file.tensor(name);
    if (!tensor) {
      throw fail(
        'gguf-broken',
        `${this.name} lacks the tensor ${name}, without which the model cannot be computed. ` +
          'Get the file from another source.',
      );
    }
    if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
      throw fail(
        'gguf-broken',
        `${this.name}: the tensor ${name} is ${tensor.shape.join(' x ')} and should be ${shape.join(' x ')} ` +
          'by what the file says of itself. Get the file from another source.',
      );
    }
    this.taken.add(name);
    return tensor;
  }

  /** The same where the tensor is there. */
  public takeIfThere(name: string, shape: readonly number[]): GgufTensor | undefined {
    return this.has(name) ? this.take(name, shape) : undefined;
  }

  /** Refuses (`unsupported`) a file with tensors that nothing took: the model would compute something else with them. */
  public refuseOthers(architecture: string): void {
    const others = this.file.tensors.filter(({ name }) => !this.taken.has(name)).map(({ name }) => name.slice(0, 80));
    if (others.length === 0) return;
    const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
    throw fail(
      'unsupported',
      `${this.name} has tensors that Langscope does not know in a ${architecture} model: ` +
        `${others.slice(0, 3).join(', ')}${more}. Its results would be wrong; choose another model.`,
    );
  }
}
