import type { ModelName } from './model';

/** Controls that every panel has. */
export interface CommonControls {
  /** Another model than the one chosen for scoring. */
  readonly model?: ModelName | undefined;
}
