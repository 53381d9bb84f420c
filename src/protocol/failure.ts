/** What can go wrong for a reason outside the code; each has a sentence for the person (see Failure). */
export type FailureCode =
  | 'protocol-mismatch'
  | 'bad-request'
  | 'model-missing'
  /** A model of that name is there already, made of other content. */
  | 'model-exists'
  /** What was fetched from elsewhere did not come, or is not what it should be. */
  | 'fetch-failed'
  | 'model-empty'
  | 'config-missing'
  | 'config-broken'
  | 'tokenizer-missing'
  | 'tokenizer-broken'
  | 'onnx-missing'
  | 'onnx-broken'
  | 'gguf-broken'
  | 'disk-full'
  | 'folder-unwritable'
  | 'weights-missing'
  | 'family-unknown'
  | 'inputs-unknown'
  | 'vocabulary-mismatch'
  | 'precision-missing'
  | 'provider-failed'
  | 'out-of-memory'
  /** The model, or its export, cannot do what was asked. */
  | 'unsupported'
  /** A reading that was closed or dropped. */
  | 'reading-unknown'
  | 'document-unknown'
  | 'document-binary'
  /** There is nothing in the document to work with. */
  | 'document-empty'
  | 'file-unreadable'
  | 'engine-died'
  | 'run-failed'
  | 'cancelled';

/** An expected failure: a value, not an exception. `message` says what is wrong and what to do. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

/** Thrown only to cross a promise or the process boundary; `failure` is what travels. */
export class FailureError extends Error {
  public constructor(public readonly failure: Failure) {
    super(failure.message);
    this.name = 'FailureError';
  }
}

export function fail(code: FailureCode, message: string): FailureError {
  return new FailureError({ code, message });
}

/** JSON-RPC error code of a response whose `data` is a Failure. The method of a message is its kind. */
export const failureErrorCode = 1;

export function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('message' in value)) return false;
  return typeof value.code === 'string' && typeof value.message === 'string';
}
