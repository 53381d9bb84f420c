import { canDo, FailureError, formatModel, type Capability, type InstalledModel, type ModelName } from '../protocol';
import type { ModelsTree } from './models-tree';

/** A model in the list of a view. */
export interface ListedModel {
  readonly name: ModelName;
  readonly label: string;
}

/** The installed models that can do what a view is for, or why they are not known. */
export class AbleModels {
  private able: readonly InstalledModel[] | undefined;
  private refusal: string | undefined;

  public constructor(
    private readonly models: Pick<ModelsTree, 'models'>,
    private readonly capability: Capability,
  ) {}

  /** Asks which they are; undefined, and those before stay, where that cannot be known: `problem` says why. */
  public async look(): Promise<readonly InstalledModel[] | undefined> {
    try {
      const able = (await this.models.models()).filter((model) => canDo(model, this.capability));
      this.able = able;
      this.refusal = undefined;
      return able;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.refusal = error.failure.message;
      return undefined;
    }
  }

  /** Undefined while they are not known. */
  public get known(): readonly InstalledModel[] | undefined {
    return this.able;
  }

  /** As a view lists them. */
  public get listed(): readonly ListedModel[] | undefined {
    return this.able?.map(listed);
  }

  public get problem(): string | undefined {
    return this.refusal;
  }
}

/** How a view lists a model. */
export function listed({ name }: InstalledModel): ListedModel {
  return { name, label: formatModel(name) };
}

/** The model that was chosen, if it is there; else the one that is preferred, else any. */
export function chosenModel(
  able: readonly InstalledModel[],
  chosen: ModelName | undefined,
  preferred: (model: InstalledModel) => boolean,
): ModelName | undefined {
  if (able.some(({ name }) => name === chosen)) return chosen;
  return (able.find(preferred) ?? able[0])?.name;
}
