import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type NoAnswerFigures } from '../../protocol';
import { JsonField } from '../families/json-field';

/**
 * What figures.json of a reader's folder says about the threshold for `no answer`; undefined where it says nothing. Refuses
 * (`config-broken`) what is not of the form {"noAnswer": {"chosen", "questions", "thresholds": [{"threshold", "exact", "f1",
 * "answered"}]}}.
 */
export async function readNoAnswerFigures(folder: string): Promise<NoAnswerFigures | undefined> {
  const text = await readFile(join(folder, 'figures.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw fail('config-broken', `figures.json in ${folder} is not valid JSON (${message}). Copy or download it again.`);
  }
  return new JsonField('figures.json', '', json)
    .object()('noAnswer')
    .optional((field) => {
      const at = field.object();
      const rows = at('thresholds')
        .array()
        .map((item) => {
          const of = item.object();
          return {
            threshold: of('threshold').number(),
            exact: of('exact').number(),
            f1: of('f1').number(),
            answered: of('answered').number(),
          };
        });
      return {
        chosen: at('chosen').number(),
        questions: at('questions').integer(1),
        rows: rows.sort((a, b) => a.threshold - b.threshold),
      };
    });
}
