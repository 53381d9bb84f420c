import type { ModelStore } from '../../../protocol';

/** A GGUF file as a store has it. */
export interface FoundFile {
  readonly store: ModelStore;
  /** As the program that keeps it calls it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** How much a search may look at before it ends, all stores together. */
export class SearchBudget {
  public constructor(private left = 20_000) {}

  /** Whether one more entry of a folder may be looked at. */
  public take(): boolean {
    return this.left > 0 && this.left-- > 0;
  }

  /** Whether everything was seen. */
  public get complete(): boolean {
    return this.left > 0;
  }
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** Finds the files of one store, never changes anything; what is missing, damaged or forbidden is passed over. */
export type ModelStoreSearch = (surroundings: Surroundings, budget: SearchBudget) => Promise<readonly FoundFile[]>;
