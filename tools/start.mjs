// npm start: installs and builds what is missing, prints the perplexity of the sample, and opens a real VS Code on it.
// Works in a fresh clone: until ensureInstalled() has run, only Node's own modules are used.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkWorkbench } from './start/check.mjs';
import { openDesktop } from './start/desktop.mjs';
import { openInSystemBrowser } from './start/system-browser.mjs';
import { startServer, workbenchAddress } from './host.mjs';
import { PlainError, runMain } from './plain-error.mjs';
import { ensureBuilt } from './project/build.mjs';
import { ensureInstalled } from './project/install.mjs';
import { ROOT } from './root.mjs';

const SAMPLES = join(ROOT, 'samples');
const SAMPLE = join(SAMPLES, 'field-notes.md');

const USAGE = `npm start -- [--no-open] [--port N] [--desktop] [--check]
  --no-open   do not open a browser, only print the address
  --port N    listen on this port instead of any free one
  --desktop   run the extension in an installed desktop VS Code
  --check     start everything, look whether the extension runs, and end`;

await runMain(async () => {
  const options = readOptions();
  if (options.help) return console.log(USAGE);
  const port = readPort(options.port);
  await ensureInstalled();
  await ensureBuilt('product');
  await printPerplexity();
  await sayHowToGetModel();
  if (options.desktop) return openDesktop({ extension: ROOT, folder: SAMPLES, file: SAMPLE });
  const server = await startServer({ extensions: [ROOT], port });
  try {
    const what = { folder: SAMPLES, file: SAMPLE };
    if (options.check) return await checkWorkbench(server, what);
    const address = workbenchAddress(server, what);
    console.log(`\nLangscope runs in VS Code at\n\n  ${address}\n\nCtrl+C ends it.`);
    if (!options['no-open']) openInSystemBrowser(address);
    await server.ended;
    throw new PlainError(`The VS Code server ended. Its last words:\n${server.log().slice(-1500)}`);
  } finally {
    await server.stop();
  }
});

function readOptions() {
  const boolean = { type: 'boolean' };
  try {
    const options = { 'no-open': boolean, desktop: boolean, check: boolean, help: boolean, port: { type: 'string' } };
    return parseArgs({ options }).values;
  } catch (error) {
    throw new PlainError(`${error.message}\n${USAGE}`);
  }
}

function readPort(text = '0') {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new PlainError(`--port takes a number from 1 to 65535, not '${text}'.`);
}

/**
 * The command line needs no editor: `langscope score` prints a table of all tokens and then, after an empty line, the
 * figures, which are what is shown here. Whatever it says, the editor opens.
 */
async function printPerplexity() {
  const figures = (await langscope('score', SAMPLE)).trim().split('\n\n').at(-1);
  if (figures) console.log(`samples/field-notes.md\n${figures}`);
}

/** One line where the first real model is not there yet. */
async function sayHowToGetModel() {
  const output = await langscope('models', '--json');
  if (output === '' || /smollm2-135m-instruct/i.test(output)) return;
  console.log(
    '\nnpm run model:smollm2 gets a real model, SmolLM2-135M-Instruct (98 MB), which then scores and writes.',
  );
}

/** What the command line prints; its complaints go to the terminal. */
async function langscope(...args) {
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  return output;
}
