import { fail, formatCount, type MetricsRequests, type ResponseOf } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { inSteps } from '../../inside/in-steps';
import { bleuSteps } from './bleu';
import { Breath, type Steps } from './breath';
import { chrfSteps } from './chrf';
import { matchSteps } from './matches';
import { rougeSteps } from './rouge';

/** Words of the shortest run that is marked: two are what ROUGE-2 counts. */
const shortest = 2;
/** Characters of the longest text that is compared: its runs of letters are all kept at once. */
const most = 2_000_000;

function* compared(candidate: string, reference: string): Steps<ResponseOf<'metrics'>> {
  const breath = new Breath();
  return {
    metrics: {
      rouge: yield* rougeSteps(candidate, reference, breath),
      sentenceBleu: yield* bleuSteps(candidate, reference, breath),
      chrf: yield* chrfSteps(candidate, reference, breath),
    },
    matches: yield* matchSteps(candidate, reference, shortest, breath),
  };
}

/** Requests about how close two texts come; no model is needed. */
export const metricsHandlers: Handlers<keyof MetricsRequests> = {
  metrics: async ({ scheduler }, { candidate, reference }, token) => {
    const longest = Math.max(candidate.length, reference.length);
    if (longest > most) {
      const sentence = `A text of ${formatCount(longest)} characters is too long to be compared: at most ${formatCount(most)} are.`;
      throw fail('bad-request', sentence);
    }
    return inSteps(scheduler, token, compared(candidate, reference));
  },
};
