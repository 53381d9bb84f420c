import { resolve } from 'node:path';
import { formatBytes, formatCount, type ResponseOf } from '../protocol';
import type { Invocation } from './command';
import { withEngine } from './engine-session';
import { write } from './terminal';

type Model = ResponseOf<'models'>[number];

/** `langscope models [FOLDER...]`: the bundled models and those in the folders, with what each can do. */
export async function runModels(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const folders = positionals.map((folder) => resolve(folder));
  const models = await withEngine(invocation, folders, (client) => client.request('models', {}, token));
  const text = values.json
    ? `${JSON.stringify({ models: models.map(asJson) }, null, 2)}\n`
    : models.map(asText).join('\n');
  await write(surroundings.stdout, text === '' ? 'No models are installed.\n' : text);
}

/** An installed model without its load state: nothing is loaded by this command. What is not known is null. */
function asJson(model: Model) {
  const { name, folder, bundled, precisions, bytes, capabilities } = model;
  const { family = null, task = null, vocabulary = null, context = null, licence = null, problem = null } = model;
  return {
    name,
    folder,
    bundled,
    family,
    task,
    precisions,
    bytes,
    vocabulary,
    context,
    licence,
    capabilities,
    problem,
  };
}

function asText(model: Model): string {
  const facts = [
    model.family,
    model.task,
    model.precisions.join(', '),
    model.bytes > 0 ? formatBytes(model.bytes) : undefined,
    model.context === undefined ? undefined : `context ${formatCount(model.context)} tokens`,
    model.licence,
  ].filter((fact) => fact !== undefined && fact !== '');
  const abilities = model.capabilities.map(
    ({ capability, missing }) =>
      `  ${missing === undefined ? '+' : '-'} ${capability}${missing === undefined ? '' : `: ${missing}`}`,
  );
  return [
    `${model.name}${model.bundled ? ' (bundled)' : ''}`,
    ...(facts.length > 0 ? [`  ${facts.join(' · ')}`] : []),
    ...(model.problem === undefined ? abilities : [`  ! ${model.problem}`]),
    '',
  ].join('\n');
}
