import type { InfluenceCurve, InfluenceReading } from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { curveJson, influenceJson } from './influence-json';
import { curveReport, influenceReport } from './influence-report';
import { UsageError } from './options';
import { showProgress } from './progress';
import { colourDepth, writeAll } from './terminal';
import { focusArgument, textArgument } from './text-argument';

/** Targets of a curve, and how far back it goes, where the arguments do not say. */
const [usualTargets, usualLongest] = [16, 128];

/** `langscope influence`: how much what stands before a token matters to it, as a list or as a curve over distance. */
export async function runInfluence(invocation: Invocation): Promise<void> {
  const { values, surroundings, token } = invocation;
  const { precision = 'auto', provider = 'auto', measure = 'auto' } = values;
  if (values.at !== undefined && values.last) throw new UsageError('Give --at or --last, not both.');
  if (!values.curve && (values.targets !== undefined || values.longest !== undefined)) {
    throw new UsageError('--targets and --longest are for --curve.');
  }
  if (values.curve && values.unit !== undefined && values.unit !== 'token') {
    throw new UsageError('--curve counts distance in tokens: leave --unit away.');
  }
  if (!values.curve && (values.from !== undefined || values.to !== undefined)) {
    throw new UsageError('--from and --to are for --curve; --at chooses the token that is explained.');
  }
  const text = await textArgument(invocation);
  const last = { start: text.length, end: text.length };
  const one = values.last === true || (values.at === undefined && !values.curve);
  const focus = one ? last : focusArgument(invocation, text);
  const answer = await withEngine(invocation, [], async (client) => {
    const model = await chosenModel(client, invocation);
    const request = { model, precision, provider, text, focus, measure, task: 'influence' };
    const endProgress = showProgress(client, surroundings);
    try {
      if (!values.curve) return await client.request('influence', { ...request, unit: values.unit ?? 'token' }, token);
      const { targets = usualTargets, longest = usualLongest } = values;
      return await client.request('influenceCurve', { ...request, targets, longest }, token);
    } finally {
      endProgress();
    }
  });
  await writeAll(surroundings.stdout, printed(text, answer, invocation));
}

function printed(
  text: string,
  answer: InfluenceReading | InfluenceCurve,
  { values, surroundings }: Invocation,
): Iterable<string> {
  if ('mean' in answer) return values.json ? curveJson(answer) : curveReport(answer);
  return values.json
    ? influenceJson(text, answer)
    : influenceReport(text, answer, colourDepth(surroundings) !== 'none');
}
