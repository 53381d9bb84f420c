import { fail, FailureError, type InfluenceMeasure } from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import { bodyGradient } from '../../graph/gradient/gradient-graph';
import { sourceOf, type TappedSessions } from '../tapped-sessions';

/** Refuses (`unsupported`) a model whose gradient cannot be taken. */
async function checkGradient(model: LanguageModel, sessions: TappedSessions): Promise<void> {
  if (!sourceOf(model).endless) {
    throw fail(
      'unsupported',
      `The gradient is taken through recurrent models; ${model.installed.name} is none. Measure by leaving out or ` +
        'replacing what stands before.',
    );
  }
  await sessions.get(model, 'influence/body', bodyGradient);
}

/** The measure to take: 'auto' is the gradient where it can be taken, else leaving out. */
export async function chooseMeasure(
  wanted: InfluenceMeasure | 'auto',
  model: LanguageModel,
  sessions: TappedSessions,
): Promise<InfluenceMeasure> {
  if (wanted === 'removed' || wanted === 'replaced') return wanted;
  try {
    await checkGradient(model, sessions);
    return 'gradient';
  } catch (error) {
    if (wanted === 'auto' && error instanceof FailureError && error.failure.code === 'unsupported') return 'removed';
    throw error;
  }
}
