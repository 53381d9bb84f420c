import assert from 'node:assert/strict';
import { Paint, printable, ramps, stepOf } from '../../../src/cli/paint';
import { surprisalSteps } from '../../../src/protocol';
import { colourDepth } from '../../../src/cli/terminal';
import { PassThrough } from 'node:stream';

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** A colour of xterm's 6 x 6 x 6 cube. */
function cube(number: number): string {
  const levels = ['00', '5f', '87', 'af', 'd7', 'ff'];
  const at = number - 16;
  return `#${levels[Math.floor(at / 36)]!}${levels[Math.floor(at / 6) % 6]!}${levels[at % 6]!}`;
}

describe('colours in a terminal', () => {
  for (const [ground, ramp] of Object.entries(ramps)) {
    it(`on a ${ground} background: eight steps, told apart, text readable`, () => {
      assert.equal(ramp.length + 1, surprisalSteps.length + 1);
      for (const colours of [ramp.map(({ colour }) => colour), ramp.map(({ xterm }) => cube(xterm))]) {
        const lights = colours.map(luminance);
        assert.deepEqual(
          lights,
          lights.toSorted((a, b) => (ground === 'dark' ? a - b : b - a)),
        );
        assert.equal(new Set(colours).size, ramp.length);
        for (const [i, { ink }] of ramp.entries()) {
          const contrast = ink === 'light' ? 1.05 / (lights[i]! + 0.05) : (lights[i]! + 0.05) / 0.05;
          assert.ok(contrast >= 4.5, `${colours[i]!} ${ink}: ${contrast}`);
        }
      }
    });
  }

  it('steps by surprisal', () => {
    assert.deepEqual([0, 3.99, 4, 9.9, 10, 16.9, 17, 40].map(stepOf), [0, 0, 1, 3, 4, 6, 7, 7]);
  });

  it('ends every fill on its line and leaves the lowest step alone', () => {
    const paint = new Paint('256', {});
    assert.equal(paint.text('calm\n', { kind: 'step', step: 0 }), 'calm\n');
    assert.equal(paint.text('a\n', { kind: 'step', step: 1 }), '\u001b[38;5;231;48;5;17ma\u21b5\u001b[0m\n');
    assert.equal(
      new Paint('all', { COLORFGBG: '0;15' }).text('a', { kind: 'step', step: 7 }),
      '\u001b[38;5;16;48;2;58;116;255ma\u001b[0m',
    );
    assert.equal(paint.legend().match(/\u001b\[0m/g)?.length, 7);
  });

  it('lets no text steer the terminal', () => {
    assert.equal(printable('a\u001b[31mb\u0007\u009b\tc\r\n\0', false), 'a\u241b[31mb\u2407<9B>\tc\u240d\n\u2400');
  });

  it('respects NO_COLOR and FORCE_COLOR', () => {
    const pipe = new PassThrough();
    const terminal = Object.assign(new PassThrough(), { isTTY: true as const, getColorDepth: () => 8 });
    const depth = (stdout: PassThrough, env: Record<string, string>) => colourDepth({ stdout, env });
    assert.deepEqual(
      [depth(pipe, {}), depth(terminal, {}), depth(terminal, { NO_COLOR: '1' }), depth(terminal, { NO_COLOR: '' })],
      ['none', '256', 'none', '256'],
    );
    assert.deepEqual(
      [
        depth(pipe, { FORCE_COLOR: '1' }),
        depth(pipe, { FORCE_COLOR: '3', NO_COLOR: '1' }),
        depth(terminal, { FORCE_COLOR: '0' }),
      ],
      ['256', 'all', 'none'],
    );
  });
});
