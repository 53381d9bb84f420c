import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandTable } from '../../../src/extension/command-table';
import { readSettings, settingsTable } from '../../../src/extension/settings-table';

interface Property {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}
interface Place {
  readonly command: string;
  readonly when?: string;
}
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly l10n: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
    readonly virtualWorkspaces: { readonly supported: string };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly (Place | { readonly submenu: string })[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly keybindings: readonly (Place & { readonly key: string })[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

const root = resolve(process.cwd());
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const manifest = read('package.json') as Manifest;
const nls = read('package.nls.json') as Readonly<Record<string, string>>;
const { contributes } = manifest;
const properties = Object.assign({}, ...contributes.configuration.map((part) => part.properties)) as Readonly<
  Record<string, Property>
>;
const isCommand = (place: Place | { readonly submenu: string }): place is Place => 'command' in place;
const say = (text: string) => nls[text.slice(1, -1)]!;

describe('package.json', () => {
  it('contributes every command of the table, and no other', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.keys(commandTable).sort());
    for (const { category } of contributes.commands) assert.equal(category, 'Langscope');
  });

  it('shows in the palette what can be called from there', () => {
    const hidden = contributes.menus['commandPalette']!.filter(isCommand).filter(({ when }) => when === 'false').map(({ command }) => command); // prettier-ignore
    const menuOnly = Object.entries(commandTable).filter(([, { place }]) => place === 'menu').map(([id]) => id); // prettier-ignore
    assert.deepEqual(hidden.sort(), menuOnly.sort());
  });

  it('uses only commands that exist in menus, keybindings and walkthrough', () => {
    const places = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    const submenus = places.flatMap((place) => ('submenu' in place ? [place.submenu] : []));
    assert.deepEqual(submenus, contributes.submenus.map(({ id }) => id)); // prettier-ignore
    for (const id of submenus) assert.ok(contributes.menus[id]!.length > 0, id);
    const own = places
      .filter(isCommand)
      .map(({ command }) => command)
      .filter((command) => command.startsWith('langscope.'));
    const steps = contributes.walkthroughs.flatMap(({ steps: list }) => list);
    const views = Object.values(contributes.views).flat().map(({ id }) => `${id}.focus`); // prettier-ignore
    const links = steps.flatMap(({ description }) => [...say(description).matchAll(/\(command:([\w.]+)\)/g)].map((link) => link[1]!)); // prettier-ignore
    const events = steps.flatMap(({ completionEvents }) => completionEvents).filter((event) => event.startsWith('onCommand:')).map((event) => event.slice(10)); // prettier-ignore
    assert.ok(links.length >= 5);
    for (const command of [...own, ...links, ...events]) {
      assert.ok(command in commandTable || views.includes(command), command);
    }
    for (const { media } of steps) assert.ok(existsSync(join(root, media.svg)), media.svg);
  });

  it('declares every setting of the table with its default, and no other', () => {
    const settings = Object.values(settingsTable);
    assert.deepEqual(Object.keys(properties).sort(), settings.map(({ key }) => `langscope.${key}`).sort());
    for (const { key, fallback } of settings) assert.deepEqual(properties[`langscope.${key}`]!.default, fallback, key);
  });

  it('offers exactly the values that are read', () => {
    for (const setting of Object.values(settingsTable)) {
      const { enum: values, markdownEnumDescriptions: texts } = properties[`langscope.${setting.key}`]!;
      if (!values) continue;
      assert.equal(texts?.length, values.length, setting.key);
      for (const value of values) assert.equal(setting.accepts(value), value, `${setting.key}: ${value}`);
      for (const value of values) assert.ok(setting.expects.includes(value), `${setting.key}: ${value}`);
    }
  });

  it('has a text for every %key%, and uses every text', () => {
    const used = [...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([\w.-]+)%"/g)].map((key) => key[1]!);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(nls).sort());
  });

  it('is a good citizen', () => {
    assert.ok(!manifest.activationEvents.includes('*'));
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    for (const key of ['model', 'completions.model', 'modelFolders', 'hub', 'provider']) {
      assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(`langscope.${key}`));
    }
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) assert.ok(key in properties);
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, 'limited');
    for (const [key, { markdownDescription }] of Object.entries(properties)) assert.ok(say(markdownDescription), key);
  });
});

describe('l10n', () => {
  it('holds every text that is said at run time, and no other', () => {
    const files = readdirSync(join(root, 'src/extension'), { recursive: true, encoding: 'utf8' });
    const texts = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const source = readFileSync(join(root, 'src/extension', file), 'utf8');
        return [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map((call) => call[1]!);
      })
      .map((text) =>
        text.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      );
    const bundle = read(join(manifest.l10n, 'bundle.l10n.json')) as Readonly<Record<string, string>>;
    assert.deepEqual(Object.keys(bundle).sort(), [...new Set(texts)].sort());
    for (const [key, text] of Object.entries(bundle)) assert.equal(text, key);
  });
});

describe('settings', () => {
  const wrong: Readonly<Record<keyof typeof settingsTable, unknown>> = {
    model: 7,
    modelFolders: 'folder',
    hub: 5,
    precision: 'fp8',
    provider: ['cpu'],
    memoryLimit: '2048',
    threads: 1.5,
    window: -1,
    stride: null,
    automatic: true,
    maxCharacters: Number.NaN,
    colouring: 'rainbow',
    palette: 3,
    surprisalThresholds: [1, 2, 3, 3, 4, 5, 6],
    entropyThresholds: [1, 2],
    rankThresholds: ['10', '100', '1000'],
    nextSurpriseBits: {},
    completionsEnabled: 'yes',
    completionsLanguages: { markdown: 'yes' },
    completionsInComments: 1,
    completionsModel: null,
  };

  it('fall back to the default when their value is of the wrong type, and say which', () => {
    const { values, problems } = readSettings((key) => {
      const name = Object.entries(settingsTable).find(([, setting]) => setting.key === key)![0];
      return wrong[name as keyof typeof settingsTable];
    });
    assert.deepEqual(values, readSettings(() => undefined).values);
    assert.deepEqual(
      problems.map(({ key }) => key).sort(),
      Object.values(settingsTable).map(({ key }) => `langscope.${key}`).sort(), // prettier-ignore
    );
    for (const { expects } of problems) assert.notEqual(expects, '');
  });

  it('are taken as they are when they can be used', () => {
    const good: Readonly<Record<string, unknown>> = {
      model: ' langscope-lstm ',
      modelFolders: [' /a ', ''],
      threads: 3,
      window: 512,
      stride: 128,
      rankThresholds: [1, 2, 3],
      nextSurpriseBits: 7.5,
    };
    const { values, problems } = readSettings((key) => good[key]);
    assert.deepEqual(problems, []);
    assert.equal(values.model, 'langscope-lstm');
    assert.deepEqual(values.modelFolders, ['/a']);
    assert.deepEqual([values.threads, values.window, values.stride], [3, 512, 128]);
    assert.deepEqual(values.rankThresholds, [1, 2, 3]);
    assert.equal(values.nextSurpriseBits, 7.5);
  });

  it('refuse a stride that is larger than the window', () => {
    const { values, problems } = readSettings((key) => ({ window: 64, stride: 65 })[key]);
    assert.deepEqual([values.window, values.stride], [64, 0]);
    assert.deepEqual(problems.map(({ key }) => key), ['langscope.stride']); // prettier-ignore
  });
});
