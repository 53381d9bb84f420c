import { spawn } from 'node:child_process';
import { PlainError } from './plain-error.mjs';

/** What npm's error codes mean for a person, and what to do. */
const CAUSES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/,
    'the npm registry cannot be reached. Check the network (or `npm config get registry` and the proxy settings) and run it again',
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_VERIFY|CERT_HAS_EXPIRED|UNABLE_TO_GET_ISSUER_CERT/,
    "the registry's certificate is not trusted. Set NODE_EXTRA_CA_CERTS to your organisation's certificate file and run it again",
  ],
  [/ENOSPC/, 'the disk is full. Free about 1 GB and run it again'],
  [/EACCES|EPERM/, 'npm may not write there. Check who owns the folder and ~/.npm and run it again'],
  [
    /E404|ETARGET|ENOVERSIONS/,
    'the registry lacks a pinned version. Check that `npm config get registry` names a complete registry',
  ],
  [/EINTEGRITY/, 'a download is damaged. Run `npm cache clean --force` and run it again'],
  [/EUSAGE|can only install packages when/, 'package.json and package-lock.json disagree. Run `npm install` once'],
];

/**
 * Runs npm quietly. Rejects with a PlainError that says what went wrong and what to do.
 * @param {readonly string[]} args
 * @param {{ cwd: string, purpose: string }} where purpose completes 'Could not …'
 * @returns {Promise<void>}
 */
export async function runNpm(args, { cwd, purpose }) {
  const { code, output } = await runQuietly(args, cwd);
  if (code === 0) {
    return;
  }
  const cause =
    CAUSES.find(([pattern]) => pattern.test(output))?.[1] ??
    `npm ${args[0]} ended with status ${code}. Its last words:\n${output.trim().split('\n').slice(-8).join('\n')}`;
  throw new PlainError(`Could not ${purpose}: ${cause}.`);
}

/** @returns {Promise<{ code: number, output: string }>} */
function runQuietly(args, cwd) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawnNpm(args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: `npm could not be started: ${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nkilled by ${signal}` : output }),
    );
  });
}

/**
 * Starts npm: the very npm that runs this script where there is one (no shell needed), else the one on the PATH.
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnNpm(args, options) {
  const own = process.env.npm_execpath;
  return own?.endsWith('.js')
    ? spawn(process.execPath, [own, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
}
