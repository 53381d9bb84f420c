import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..', '..', '..');
const source = path.join(root, 'src');

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(source, file), 'utf8');
  const found = [...text.matchAll(/(?:^|\n)(?:import|export)\s+(?:[^;'"]*?from\s+)?['"]([^'"]+)['"]/g)];
  return found.map(([, target]) => {
    const to = target!.startsWith('.') ? resolve(path.posix.join(path.posix.dirname(file), target!)) : target!;
    return { from: file, to };
  });
}

function resolve(target: string): string {
  return [`${target}.ts`, `${target}/index.ts`].find((name) => files.includes(name)) ?? target;
}

/** What the modules of each island may import beside Node's own modules and their own island (DESIGN: four islands). */
const islands: Readonly<Record<string, readonly RegExp[]>> = {
  protocol: [],
  client: [/^protocol\//, /^vscode-jsonrpc(\/node)?$/],
  engine: [
    /^protocol\//,
    /^onnxruntime-node$/,
    /^tokenizers$/,
    /^@huggingface\/gguf$/,
    /^protobufjs/,
    /^@huggingface\/(gguf|jinja)$/,
    /^markdown-it$/,
    /^fflate$/,
    /^vscode-jsonrpc(\/node)?$/,
  ],
  cli: [/^protocol\//, /^client\//, /^vscode-jsonrpc(\/node)?$/],
  extension: [/^protocol\//, /^client\//, /^vscode$/, /^vscode-jsonrpc(\/node)?$/],
  webview: [/^protocol\//, /^lit(\/.*)?$/, /^@vscode\/codicons\//],
};

/** Islands that have no Node: nothing, and the browser. */
const withoutNode = ['protocol', 'webview'];

describe('the house', () => {
  const imports = files.flatMap(importsOf);

  it('has only known islands, and imports were found', () => {
    const found = new Set(files.map((file) => file.split('/')[0]!));
    assert.deepEqual(
      [...found].filter((name) => !(name in islands)),
      [],
    );
    assert.ok(imports.length > 100);
  });

  it('every island imports only what it may', () => {
    const wrong = imports.filter(({ from, to }) => {
      const island = from.split('/')[0]!;
      if (to.startsWith(`${island}/`)) return false;
      if (to.startsWith('node:')) return withoutNode.includes(island);
      return !islands[island]!.some((allowed) => allowed.test(to));
    });
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    );
  });

  // Types count, although they vanish when compiled: files that need each other's can only be understood together.
  it('no module imports itself by a detour', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to } of imports) edges.set(from, [...(edges.get(from) ?? []), to]);
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]): void => {
      assert.ok(!trail.includes(file), [...trail.slice(trail.indexOf(file)), file].join(' -> '));
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  it('no file is past 400 lines and none has a name that says nothing', () => {
    const long = files.filter((file) => readFileSync(path.join(source, file), 'utf8').split('\n').length > 400);
    assert.deepEqual(long, []);
    assert.deepEqual(
      files.filter((file) => /(?:^|\/|-)(utils?|helpers?|manager|misc|common)\.ts$/.test(file)),
      [],
    );
  });
});
