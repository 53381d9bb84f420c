import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Levels, groupTokens, levelSpans } from '../../../src/extension/colour/colouring';
import { fillsOf, largestAlpha, stepCount } from '../../../src/extension/colour/fills';
import { bandName, legendOf, looksOf } from '../../../src/extension/colour/legend';
import { bandHues, bands, paletteHues, palettes } from '../../../src/extension/colour/palettes';
import { referenceThemes } from '../../../src/extension/colour/reference-themes';
import {
  type Rgb,
  blend,
  contrast,
  difference,
  oklab,
  parseHex,
  toHex,
  toLinear,
} from '../../../src/extension/colour/srgb';
import { highContrastFill, themeColours } from '../../../src/extension/colour/theme-colours';
import { surpriseUnderlines } from '../../../src/extension/colour/underlines';
import { TokenMirror } from '../../../src/extension/token-mirror';
import { saying } from './saying';

const root = resolve(process.cwd());
const alphaOf = (hex: string) => Number.parseInt(hex.slice(7), 16) / 255;
const over = (fill: string, background: string) => blend(parseHex(fill), alphaOf(fill), parseHex(background));

/** How people without one kind of cones see a colour, in linear light (Machado, Oliveira and Fernandes 2009, severity 1). */
const deficiencies: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]], // prettier-ignore
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]], // prettier-ignore
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]], // prettier-ignore
};

function seenDifference(a: Rgb, b: Rgb, matrix: readonly (readonly [number, number, number])[]): number {
  const seen = (colour: Rgb): Rgb => {
    const light = toLinear(colour);
    const row = (index: number) =>
      Math.min(
        1,
        Math.max(
          0,
          matrix[index]!.reduce((sum, weight, at) => sum + weight * light[at]!, 0),
        ),
      );
    return oklab([row(0), row(1), row(2)]);
  };
  const [one, other] = [seen(a), seen(b)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

describe('colour science', () => {
  it('agrees with published values', () => {
    assert.equal(contrast([0, 0, 0], [1, 1, 1]).toFixed(2), '21.00');
    // WCAG: #767676 on white is the classic 4.54 : 1.
    assert.equal(contrast(parseHex('#767676'), [1, 1, 1]).toFixed(2), '4.54');
    const white = oklab(toLinear([1, 1, 1]));
    assert.ok(Math.abs(white[0] - 1) < 1e-4 && Math.abs(white[1]) < 1e-4 && Math.abs(white[2]) < 1e-4);
    // Ottosson's page gives red as L 0.628, a 0.225, b 0.126.
    assert.deepEqual(oklab(toLinear([1, 0, 0])).map((value) => value.toFixed(3)), ['0.628', '0.225', '0.126']); // prettier-ignore
    assert.equal(toHex(parseHex('#12ab9f'), 0.5), '#12ab9f80');
  });
});

describe('fills', () => {
  const colours = themeColours();

  it('leave all prose of the default themes at 4.5 : 1 or more, at every step', () => {
    for (const theme of referenceThemes) {
      for (const colour of colours) {
        const below = over(colour[theme.kind], theme.background);
        for (const text of theme.prose) {
          const ratio = contrast(parseHex(text), below);
          assert.ok(ratio >= 4.5, `${text} on ${colour.id} in ${theme.name}: ${ratio.toFixed(2)}`);
        }
      }
    }
  });

  it('leave code at 4.5 : 1 wherever the theme leaves room, and never take more than 45 % of its contrast', () => {
    for (const theme of referenceThemes) {
      for (const colour of colours) {
        const below = over(colour[theme.kind], theme.background);
        for (const text of theme.code) {
          const bare = contrast(parseHex(text), parseHex(theme.background));
          const ratio = contrast(parseHex(text), below);
          assert.ok(
            ratio >= bare * 0.55,
            `${text} on ${colour.id} in ${theme.name}: ${ratio.toFixed(2)} of ${bare.toFixed(2)}`,
          );
          if (bare >= 8.2) assert.ok(ratio >= 4.5, `${text} on ${colour.id} in ${theme.name}: ${ratio.toFixed(2)}`);
        }
      }
    }
  });

  it('begin invisible and grow by equal perceived steps', () => {
    for (const palette of palettes) {
      for (const brightness of ['light', 'dark'] as const) {
        const background = referenceThemes.find(({ kind }) => kind === brightness)!.background;
        const fills = fillsOf(paletteHues[palette][brightness], brightness);
        assert.equal(fills.length, stepCount);
        assert.equal(alphaOf(fills[0]!), 0);
        const distances = fills.map((fill) => difference(over(fill, background), parseHex(background)));
        const step = distances.at(-1)! / (stepCount - 1);
        assert.ok(distances.at(-1)! > 0.09, `${palette} ${brightness}: ${distances.at(-1)}`);
        for (let index = 1; index < stepCount; index++) {
          const grown = distances[index]! - distances[index - 1]!;
          assert.ok(Math.abs(grown - step) < step * 0.2, `${palette} ${brightness} step ${index}: ${grown} of ${step}`);
        }
      }
    }
  });

  it('grow for colour-blind people too', () => {
    for (const [name, matrix] of Object.entries(deficiencies)) {
      for (const palette of palettes) {
        for (const brightness of ['light', 'dark'] as const) {
          const background = referenceThemes.find(({ kind }) => kind === brightness)!.background;
          const seen = fillsOf(paletteHues[palette][brightness], brightness).map((fill) =>
            seenDifference(over(fill, background), parseHex(background), matrix),
          );
          for (let step = 1; step < stepCount; step++) {
            assert.ok(
              seen[step]! > seen[step - 1]! + 0.003,
              `${palette} ${brightness} for ${name}, step ${step}: ${seen.join(' ')}`,
            );
          }
        }
      }
    }
  });

  it('tell the four bands apart, for colour-blind people too', () => {
    const everyone = [[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const; // prettier-ignore
    for (const [name, matrix] of Object.entries({ ...deficiencies, everyone })) {
      for (const brightness of ['light', 'dark'] as const) {
        const background = referenceThemes.find(({ kind }) => kind === brightness)!.background;
        const fills = colours
          .filter(({ id }) => id.startsWith('langscope.band'))
          .map((colour) => over(colour[brightness], background));
        assert.equal(fills.length, bands.length);
        for (let one = 0; one < 4; one++) {
          for (let other = 0; other < one; other++) {
            const apart = seenDifference(fills[one]!, fills[other]!, matrix);
            assert.ok(apart > 0.02, `${bands[one]!} and ${bands[other]!}, ${brightness}, ${name}: ${apart.toFixed(3)}`);
          }
        }
      }
    }
  });

  it('find the largest alpha that text allows', () => {
    for (const brightness of ['light', 'dark'] as const) {
      const hue = bandHues.Rest[brightness];
      const alpha = largestAlpha(hue, brightness);
      assert.ok(alpha > 0 && alpha < 1);
      const worst = (at: number) =>
        Math.min(
          ...referenceThemes
            .filter(({ kind }) => kind === brightness)
            .flatMap(({ background, prose }) =>
              prose.map((text) => contrast(parseHex(text), blend(parseHex(hue), at, parseHex(background)))),
            ),
        );
      assert.ok(worst(alpha) >= 4.5 && worst(alpha + 0.02) < 4.53);
    }
  });

  it('are what package.json contributes', () => {
    const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
      contributes: { colors: { id: string; description: string; defaults: Record<string, string> }[] };
    };
    const expected = colours.map(({ id, description, light, dark }) => ({
      id,
      description: `%${description}%`,
      defaults: { light, dark, highContrast: highContrastFill, highContrastLight: highContrastFill },
    }));
    assert.deepEqual(manifest.contributes.colors, expected);
  });
});

const levels: Levels = {
  colouring: 'surprisal',
  surprisal: [1, 2, 3, 4, 5, 6, 7],
  rank: [10, 100, 1000],
  entropy: [1, 2, 3, 4, 5, 6, 7],
};

/** A mirror of tokens [start, end, bits, rank, entropy in bits]; bits NaN: not scored. */
function mirrorOf(tokens: readonly (readonly [number, number, number, number, number])[]): TokenMirror {
  const mirror = new TokenMirror();
  const end = Math.max(...tokens.map((token) => token[1]));
  mirror.replace(1, { start: 0, end }, {
    spans: Int32Array.from(tokens.flatMap(([from, to]) => [from, to])),
    ids: new Int32Array(tokens.length),
    logprob: Float32Array.from(tokens, ([, , bits]) => -bits * Math.LN2),
    rank: Int32Array.from(tokens, ([, , , rank]) => rank),
    entropy: Float32Array.from(tokens, ([, , , , bits]) => bits * Math.LN2),
    unknown: new Uint8Array(tokens.length),
  }); // prettier-ignore
  return mirror;
}

describe('levelSpans', () => {
  const mirror = mirrorOf([
    [0, 2, Number.NaN, -1, Number.NaN],
    [2, 4, 0.5, 0, 6.5],
    [4, 6, 0.25, 9, 0.5],
    [6, 7, 2.5, 10, 2.5],
    [7, 8, 3.25, 50000, 1.5],
    [7, 8, 1.5, 5, 0.1],
  ]);
  const all = { start: 0, end: 8 };

  it('leaves tokens without a score without a colour and joins neighbours of one level', () => {
    assert.deepEqual(levelSpans(mirror, all, levels), [
      { start: 2, end: 6, level: 0 },
      { start: 6, end: 7, level: 2 },
      { start: 7, end: 8, level: 4 },
    ]);
  });
  it('sums the surprisal of tokens that share a character', () => {
    const groups = [...groupTokens(mirror, 0, mirror.length)];
    assert.equal(groups.at(-1)!.surprisal.toFixed(3), '4.750');
    assert.deepEqual([groups.at(-1)!.from, groups.at(-1)!.to, groups.at(-1)!.rank], [4, 6, 50000]);
  });
  it('makes bands of ranks counted from one', () => {
    assert.deepEqual(levelSpans(mirror, all, { ...levels, colouring: 'rank' }), [
      { start: 2, end: 6, level: 0 },
      { start: 6, end: 7, level: 1 },
      { start: 7, end: 8, level: 3 },
    ]);
  });
  it('shows how open the text was before a token', () => {
    const spans = levelSpans(mirror, all, { ...levels, colouring: 'entropy' });
    assert.deepEqual(spans.map(({ level }) => level), [6, 0, 2, 1]); // prettier-ignore
  });
  it('alternates between neighbours when boundaries are shown, scored or not', () => {
    const spans = levelSpans(mirror, all, { ...levels, colouring: 'tokens' });
    assert.deepEqual(spans.map(({ start, end }) => [start, end]), [[0, 2], [2, 4], [4, 6], [6, 7], [7, 8]]); // prettier-ignore
    for (let index = 1; index < spans.length; index++) assert.notEqual(spans[index]!.level, spans[index - 1]!.level);
  });
  it('gives only what was asked for', () => {
    assert.deepEqual(levelSpans(mirror, { start: 6, end: 7 }, levels), [{ start: 6, end: 7, level: 2 }]);
    assert.deepEqual(levelSpans(mirror, all, { ...levels, colouring: 'off' }), []);
    assert.equal(levelSpans(mirror, all, { ...levels, colouring: 'tokens' }, 2).length, 2);
  });
});

describe('legend', () => {
  it('has a step for every look, with units', () => {
    const legend = legendOf(levels, 'blue', saying);
    assert.ok(legend.kind === 'scale');
    assert.deepEqual(legend.steps.map(({ label }) => label).slice(0, 2), ['0 to 1 bits', '1 to 2 bits']);
    assert.equal(legend.steps.at(-1)!.label, '7 bits and more');
    assert.equal(legend.steps[3]!.color, 'langscope.surpriseBlue4');
    assert.equal(legend.steps.length, stepCount);
  });
  it('names the bands', () => {
    assert.deepEqual([0, 1, 2, 3].map((band) => bandName(levels.rank, band, saying)), ['top 10', 'top 100', 'top 1,000', 'rest']); // prettier-ignore
    assert.equal(legendOf({ ...levels, colouring: 'off' }, 'orange', saying).kind, 'off');
    assert.equal(looksOf('tokens', 'orange').length, 2);
  });
  it('grows from dotted to thick in high contrast', () => {
    const strength = { none: 0, dotted: 1, dashed: 2, solid: 3, double: 4 };
    const grows = surpriseUnderlines.map(({ style, thickness }) => strength[style] * 10 + thickness);
    assert.deepEqual(
      grows,
      [...grows].sort((a, b) => a - b),
    );
    assert.equal(new Set(grows).size, stepCount);
  });
});
