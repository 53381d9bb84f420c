/**
 * idle: not started yet. starting: the process runs and is asked for its protocol. running: requests are answered.
 * waiting: it ended and is started again after `pause` milliseconds. ended: it ended and stays so (a client that does
 * not restart, or a protocol that does not fit). disposed: by the owner.
 */
export type EngineState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'running';
      readonly pid: number;
      readonly runtime: string;
      readonly compiledProviders: readonly string[];
      /** How often the engine was started before: documents have to be opened again where it is not 0. */
      readonly restarts: number;
    }
  | { readonly kind: 'waiting'; readonly message: string; readonly pause: number }
  | { readonly kind: 'ended'; readonly message: string }
  | { readonly kind: 'disposed' };
