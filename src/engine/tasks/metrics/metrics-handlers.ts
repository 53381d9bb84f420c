import type { MetricsRequests } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { urgency } from '../../scheduler';
import { sentenceBleu } from './bleu';
import { sentenceChrf } from './chrf';
import { matches } from './matches';
import { rouge } from './rouge';

/** Words of the shortest run that is marked: two are what ROUGE-2 counts. */
const shortest = 2;

/** Requests about how close two texts come; no model is needed. */
export const metricsHandlers: Handlers<keyof MetricsRequests> = {
  metrics: (engine, { candidate, reference }) =>
    engine.scheduler.once(urgency.visible, () =>
      Promise.resolve({
        metrics: {
          rouge: rouge(candidate, reference),
          sentenceBleu: sentenceBleu(candidate, reference),
          chrf: sentenceChrf(candidate, reference),
        },
        matches: matches(candidate, reference, shortest),
      }),
    ),
};
