import type { DocumentContent, Failure, FailureCode, ViewAction } from '../protocol';
import type { DocumentViewSubject } from './document-view';

/** What a person can do about a failure; the first is the most likely to help. */
const remedies: Readonly<Partial<Record<FailureCode, readonly ViewAction[]>>> = {
  'engine-died': ['restart-engine', 'show-log'],
  'protocol-mismatch': ['restart-engine', 'show-log'],
  'run-failed': ['score', 'show-log'],
  'out-of-memory': ['choose-model', 'settings'],
  'provider-failed': ['settings', 'show-log'],
  'precision-missing': ['settings', 'choose-model'],
  'document-binary': [],
};

/** What a person can do about a failure of what they asked for by `again`. */
export function remediesOf({ code }: Failure, again: ViewAction): readonly ViewAction[] {
  // Whatever else there is concerns the model's folder.
  const actions = remedies[code] ?? ['choose-model', 'show-log'];
  return actions.map((action) => (action === 'score' ? again : action));
}

export function failedContent(title: string, failure: Failure): DocumentContent {
  return { kind: 'failed', title, message: failure.message, actions: remediesOf(failure, 'score') };
}

/** What is shown of a subject without asking the engine; a scored document waits for its profile. */
export function plainContent(subject: DocumentViewSubject, title: string): DocumentContent {
  switch (subject.kind) {
    case 'none':
      return { kind: 'none' };
    case 'unscored':
      return { kind: 'unscored', title };
    case 'unsupported':
      return { kind: 'unsupported', title, message: subject.message, actions: subject.actions };
    case 'scored':
      return { kind: 'waiting', title, model: subject.model };
  }
}
