/** Execution providers of onnxruntime that Langscope knows, in the order in which `auto` tries them. */
export const providers = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export type Provider = (typeof providers)[number];

/** Weight formats of a model folder, most accurate first among those that are fast on the CPU. */
export const precisions = ['fp32', 'q4', 'q8', 'int8', 'fp16'] as const;
export type Precision = (typeof precisions)[number];

/** A model is named by its folder (absolute path) or by the name of a bundled model. */
export type ModelName = string;

/** The bundled model that is taken where none is chosen. */
export const defaultModel: ModelName = 'langscope-gpt';

/** The bundled model that is taken where none is chosen and a recurrent one is needed. */
export const defaultRecurrentModel: ModelName = 'langscope-lstm';

/** The bundled model that writes summaries where none is chosen. */
export const defaultSummariser: ModelName = 'langscope-summariser';

/** The bundled model that is taken where none is chosen and a question is asked about a text. */
export const defaultReader: ModelName = 'langscope-reader';

/** The bundled model that is taken where none is chosen and a text is to be translated. */
export const defaultTranslator: ModelName = 'langscope-translator';

export interface LoadOptions {
  readonly precision: Precision | 'auto';
  readonly provider: Provider | 'auto';
}

/** Which provider really runs, and why the ones tried before it do not. */
export interface ProviderReport {
  readonly provider: Provider;
  readonly refused: readonly { readonly provider: Provider; readonly reason: string }[];
}

export const capabilities = [
  'score', 'generate', 'chat', 'summarize', 'translate', 'answer', 'attention', 'lens', 'gates', 'influence',
] as const; // prettier-ignore
export type Capability = (typeof capabilities)[number];

/** `missing` is empty when the model can do it; otherwise it says why not and what to do. */
export interface CapabilityReport {
  readonly capability: Capability;
  readonly missing?: string;
}

/** Whether a model can do it: its folder can be used, and it does not lack the capability. */
export function canDo({ problem, capabilities: able }: InstalledModel, wanted: Capability): boolean {
  return (
    problem === undefined && able.some(({ capability, missing }) => capability === wanted && missing === undefined)
  );
}

/** An installed model as the catalogue sees it, without loading it. */
export interface InstalledModel {
  readonly name: ModelName;
  readonly folder: string;
  readonly bundled: boolean;
  readonly family?: string;
  readonly task?: string;
  readonly precisions: readonly Precision[];
  /** Bytes of the ONNX files (with external data) of the precision that `auto` takes. */
  readonly bytes: number;
  readonly vocabulary?: number;
  readonly context?: number;
  readonly licence?: string;
  /** Of a translator that tells them: the languages it translates between, such as 'en'. */
  readonly languages?: readonly string[];
  readonly capabilities: readonly CapabilityReport[];
  /** Why the folder cannot be used; the entry is shown all the same. */
  readonly problem?: string;
}

export type LoadState =
  | { readonly kind: 'unloaded' }
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'loaded';
      readonly precision: Precision;
      readonly provider: ProviderReport;
      readonly bytes: number;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** How a figure came about; stands beside every figure. */
export interface Provenance {
  readonly model: ModelName;
  readonly family: string;
  readonly precision: Precision;
  readonly provider: Provider;
  /** Tokens a window holds and tokens between window starts; for recurrent models the state is carried: 0 and 0. */
  readonly window: number;
  readonly stride: number;
}
