import { resolve } from 'node:path';
import type { EngineClient } from '../client/engine-client';
import { formatBytes, type EngineEvents, type ImportAnswer, type ImportStage } from '../protocol';
import type { Invocation } from './command';
import { withEngine } from './engine-session';
import { UsageError } from './options';
import { eraseLine } from './progress';
import { isTerminal, write, type Surroundings } from './terminal';

/** `langscope import FILE.gguf`: makes a model of a GGUF file; with --smollm2, of the one that is fetched. */
export async function runImport(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const [file] = positionals;
  const fetches = values.smollm2 === true;
  if (fetches === (file !== undefined)) throw new UsageError('Give a FILE.gguf or --smollm2, one of the two.');
  if (fetches && (values.name !== undefined || values.replace)) {
    throw new UsageError('--smollm2 has its name: --name and --replace go with a FILE.gguf.');
  }
  const answer = await withEngine(invocation, [], async (client) => {
    const endProgress = showImport(client, surroundings);
    try {
      if (file === undefined) return await client.request('getFirstModel', { task: 'import' }, token);
      const request = {
        path: resolve(file),
        ...(values.name !== undefined && { name: values.name }),
        ...(values.replace && { replace: true }),
        task: 'import',
      };
      return await client.request('import', request, token);
    } finally {
      endProgress();
    }
  });
  await write(surroundings.stdout, values.json ? asJson(answer) : asText(answer));
}

function asJson({ outcome, name, folder, bytes }: ImportAnswer): string {
  return `${JSON.stringify({ outcome, name, folder, bytes }, null, 2)}\n`;
}

function asText({ outcome, name, folder, bytes }: ImportAnswer): string {
  const use = `Use it with --model ${/^[\w.-]+$/.test(name) ? name : `'${name}'`}.`;
  return outcome === 'known'
    ? `This is imported already, as ${name} (${folder}); nothing was done. ${use}\n`
    : `Imported ${name} (${formatBytes(bytes)}) to ${folder}. ${use}\n`;
}

const stages: Readonly<Record<ImportStage, string>> = {
  fetching: 'Fetching',
  checking: 'Checking',
  importing: 'Importing',
};

/** How far it is, on one line of standard error where a person watches; elsewhere a line where a stage begins. */
function showImport(client: EngineClient, { stderr }: Pick<Surroundings, 'stderr'>): () => void {
  const watched = isTerminal(stderr);
  let last: ImportStage | undefined;
  const show = ({ stage, done, total }: EngineEvents['progress']): void => {
    if (stage === undefined) return;
    const share = total > 0 ? ` ${formatBytes(done)} of ${formatBytes(total)}` : '';
    if (watched) stderr.write(`${eraseLine}${stages[stage]}${share} ...`);
    else if (stage !== last) stderr.write(`${stages[stage]} ...\n`);
    last = stage;
  };
  const listening = client.on('progress', show);
  return () => {
    listening.dispose();
    if (watched) stderr.write(eraseLine);
  };
}
