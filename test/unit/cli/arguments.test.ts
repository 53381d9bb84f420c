import assert from 'node:assert/strict';
import { commands } from '../../../src/cli/commands';
import { options, readArguments, UsageError, writtenName } from '../../../src/cli/options';
import { langscope } from './world';

describe('arguments of the command line', () => {
  const allowed = ['model', 'window', 'precision', 'json'] as const;

  it('are read by their declarations', () => {
    assert.deepEqual(readArguments(['-', '--window', '512', '--precision=q4', '--json', '--model', 'm'], allowed), {
      values: { window: 512, precision: 'q4', json: true, model: 'm' },
      positionals: ['-'],
    });
    assert.deepEqual(readArguments(['--', '--json'], allowed), { values: {}, positionals: ['--json'] });
  });

  const unusable: readonly [string, RegExp][] = [
    ['--foo', /Unknown option --foo/],
    ['-x', /Unknown option -x/],
    ['--stride 3', /Unknown option --stride/],
    ['--window', /--window needs a value/],
    ['--window=', /--window needs a value/],
    ['--window 1.5', /whole number from 2 to 1000000, not '1\.5'/],
    ['--window 1', /whole number from 2/],
    ['--window -4', /--window must|--window needs|Unknown option/],
    ['--precision fp8', /one of auto, .*fp32.*, not 'fp8'/],
    ['--json=yes', /--json takes no value/],
    ['--window 3 --window 4', /given twice/],
  ];
  for (const [line, sentence] of unusable) {
    it(`refuses ${line}`, () => {
      assert.throws(
        () => readArguments(line.split(' '), allowed),
        (error) => error instanceof UsageError && sentence.test(error.message),
      );
    });
  }

  const wrong: readonly [readonly string[], RegExp][] = [
    [[], /No command is given\. See langscope --help\./],
    [['paraphrase', '--prompt', 'x'], /Unknown command 'paraphrase'/],
    [['toString'], /Unknown command 'toString'/],
    [['score'], /takes FILE\|-, not 0 arguments\. See langscope score --help\./],
    [['score', 'a', 'b'], /not 2 arguments/],
    [['score', 'a', '--foo'], /Unknown option --foo\. See langscope score --help\./],
    [['score', 'a', '--window', '8', '--stride', '9'], /--stride 9 is larger than --window 8/],
    [['tokenize', 'a', '--window', '8'], /Unknown option --window/],
  ];
  for (const [args, sentence] of wrong) {
    it(`status 2 and one line for: langscope ${args.join(' ')}`, async () => {
      const { status, out, error } = await langscope(args);
      assert.equal(status, 2);
      assert.equal(out, '');
      assert.match(error, /^langscope: [^\n]*\n$/);
      assert.match(error, sentence);
    });
  }

  it('are all explained', async () => {
    const { status, out } = await langscope(['--help']);
    assert.equal(status, 0);
    for (const [name, command] of Object.entries(commands)) {
      assert.ok(out.includes(`  ${name} `) && out.includes(command.summary), name);
      const { out: help } = await langscope([name, '--help']);
      for (const option of command.options)
        assert.ok(help.includes(`--${writtenName(option)}`) && help.includes(options[option].help), option);
    }
    assert.equal((await langscope(['--version'])).out, 'langscope 0.0.0\n');
  });
});
