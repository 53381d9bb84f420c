import assert from 'node:assert/strict';
import {
  colourRamp,
  cssColour,
  gradientStops,
  rampAt,
  rampLength,
  readsInverted,
} from '../../../src/webview/shared/heatmap/colour-ramp';
import { movedCell } from '../../../src/webview/shared/heatmap/moved-cell';
import { heatmapSvg, needsPicture } from '../../../src/webview/shared/heatmap/heatmap-svg';
import { fittedText, labelStep, longest } from '../../../src/webview/shared/heatmap/labels';
import { parseHex, toLab } from '../../../src/webview/shared/heatmap/oklab';
import {
  colourBlocks,
  rampShare,
  scaleTicks,
  shapeText,
  valueAtShare,
  type ScaleShape,
  type ValueScale,
} from '../../../src/webview/shared/heatmap/value-scale';
import { cellAt, cellsInView, firstView, panned, revealing, zoomed } from '../../../src/webview/shared/heatmap/view';

const themes = {
  dark: { background: '#121314', foreground: '#bbbebf' },
  light: { background: '#ffffff', foreground: '#202020' },
  'high contrast': { background: '#000000', foreground: '#ffffff' },
  'high contrast light': { background: '#ffffff', foreground: '#292929' },
};
const hues = ['#3794ff', '#1a85ff', '#89d185'] as const;
const lightness = (ramp: Uint8ClampedArray, at: number): number => toLab(rampAt(ramp, at))[0];
const shapes: readonly ScaleShape[] = [
  { kind: 'linear' },
  { kind: 'power', exponent: 0.5 },
  { kind: 'log', decades: 4 },
];

describe('colours of a heatmap', () => {
  for (const [name, theme] of Object.entries(themes)) {
    it(`begin with the background and move steadily away from it: ${name}`, () => {
      for (const hue of hues) {
        const ramp = colourRamp({ ...theme, hues: [hue] });
        assert.deepEqual(rampAt(ramp, 0), parseHex(theme.background));
        const away = toLab(parseHex(theme.foreground))[0] > lightness(ramp, 0) ? 1 : -1;
        for (let step = 1; step <= 16; step++) {
          const gain = (lightness(ramp, step / 16) - lightness(ramp, (step - 1) / 16)) * away;
          assert.ok(gain > 0.015, `${hue} step ${step}: ${gain}`);
        }
        assert.ok(Math.abs(lightness(ramp, 1) - lightness(ramp, 0)) > 0.6, 'from one end to the other');
      }
    });

    it(`have zero in the middle and two hues of the same strength around it: ${name}`, () => {
      const ramp = colourRamp({ ...theme, hues: ['#b180d7', '#d18616'] });
      assert.deepEqual(rampAt(ramp, 0.5), parseHex(theme.background));
      for (const share of [0.1, 0.25, 0.4]) {
        assert.ok(Math.abs(lightness(ramp, share) - lightness(ramp, 1 - share)) < 0.02);
        assert.notDeepEqual(rampAt(ramp, share), rampAt(ramp, 1 - share));
      }
    });
  }

  it('say which text is read on them', () => {
    assert.equal(readsInverted([255, 255, 255], '#000000', '#ffffff'), true);
    assert.equal(readsInverted([10, 10, 10], '#000000', '#ffffff'), false);
    assert.match(gradientStops(colourRamp({ ...themes.dark, hues: ['#3794ff'] }), 4), /^rgb\(18 19 20\) 0%, .* 100%$/);
    assert.equal(cssColour([1, 2, 3]), 'rgb(1 2 3)');
  });
});

describe('the scale of a heatmap', () => {
  it('puts zero at one end, the largest at the other, and comes back from colours to values', () => {
    for (const shape of shapes) {
      const scale: ValueScale = { kind: 'sequential', largest: 0.8, shape };
      assert.equal(rampShare(scale, 0), 0);
      assert.equal(rampShare(scale, 0.8), 1);
      assert.equal(rampShare(scale, 2), 1, 'what is larger has the strongest colour');
      assert.equal(rampShare(scale, -1), 0);
      assert.ok(Number.isNaN(rampShare(scale, NaN)));
      for (const share of [0.2, 0.5, 0.9]) {
        assert.ok(Math.abs(rampShare(scale, valueAtShare(scale, share)) - share) < 1e-9, `${shape.kind} ${share}`);
      }
    }
  });

  it('has both signs at the same distance from its middle', () => {
    for (const shape of shapes) {
      const scale: ValueScale = { kind: 'diverging', largest: 2, shape };
      assert.equal(rampShare(scale, 0), 0.5);
      for (const value of [0.3, 1, 2]) {
        assert.ok(Math.abs(rampShare(scale, value) + rampShare(scale, -value) - 1) < 1e-9);
        assert.ok(Math.abs(valueAtShare(scale, rampShare(scale, -value)) + value) < 1e-6);
      }
    }
  });

  it('is said where it is not linear, with what it cannot tell from zero', () => {
    assert.deepEqual(shapes.map(shapeText), ['', 'square root', 'logarithmic']);
    const ticks = (shape: ScaleShape) => scaleTicks({ kind: 'sequential', largest: 1, shape }).map(({ text }) => text);
    assert.deepEqual(ticks(shapes[0]!), ['0', '0.250', '0.500', '0.750', '1.00']);
    assert.deepEqual(ticks(shapes[1]!), ['0', '0.0625', '0.250', '0.563', '1.00']);
    assert.deepEqual(ticks(shapes[2]!), ['\u2264 0.000100', '0.00100', '0.0100', '0.100', '1.00']);
  });

  it('colours blocks as it says, nothing where there is no value', () => {
    const ramp = colourRamp({ ...themes.dark, hues: ['#3794ff'] });
    for (const shape of shapes) {
      const scale: ValueScale = { kind: 'sequential', largest: 1, shape };
      const values = Float32Array.from([0, 0.03, 0.25, 0.9, 1, NaN]);
      const pixels = colourBlocks(values, scale, ramp);
      values.forEach((value, at) => {
        const [red, green, blue, opacity] = pixels.subarray(4 * at, 4 * at + 4);
        if (Number.isNaN(value)) assert.equal(opacity, 0);
        else {
          assert.equal(opacity, 255);
          const wanted = rampAt(ramp, rampShare(scale, value));
          // One step of the table of colours.
          [red, green, blue].forEach((part, index) => assert.ok(Math.abs(part! - wanted[index]!) <= 3));
        }
      });
    }
    const flat = colourBlocks(Float32Array.of(0, 0), { kind: 'sequential', largest: 0, shape: shapes[0]! }, ramp);
    assert.deepEqual([...flat.subarray(0, 3)], [...rampAt(ramp, 0)], 'a matrix of zeros is the background');
    assert.equal(rampLength % 2, 1);
  });
});

describe('what is seen of a heatmap', () => {
  const shape = { rows: 4096, columns: 4096 };
  const box = { width: 500, height: 400 };
  const size = { aspect: 1, height: 'fit' } as const;
  const whole = firstView(shape, box, size);

  it('is the whole at first, with square cells, or all of the box where it is to be filled', () => {
    assert.equal(whole.cellWidth, whole.cellHeight);
    assert.deepEqual(cellsInView(whole, shape, box), { fromRow: 0, toRow: 4096, fromColumn: 0, toColumn: 4096 });
    const filled = firstView({ rows: 10, columns: 4096 }, box, { aspect: 'fill', height: 'fit' });
    assert.equal(filled.cellHeight, 40);
    assert.equal(filled.cellWidth * 4096, 500);
    assert.equal(firstView({ rows: 3, columns: 3 }, box, size).cellHeight, 28, 'a few cells do not grow without end');
  });

  it('keeps what is under the pointer when it is zoomed, up to a cell and down to the whole', () => {
    let view = zoomed(whole, 10, 300, 200, shape, box, size);
    const under = cellAt(view, 300, 200, shape);
    assert.deepEqual(under, cellAt(whole, 300, 200, shape));
    view = zoomed(view, 1.3, 300, 200, shape, box, size);
    assert.deepEqual(cellAt(view, 300, 200, shape), under);
    const near = zoomed(view, 1e9, 300, 200, shape, box, size);
    assert.ok(near.cellWidth <= 200);
    assert.deepEqual(zoomed(near, 1e-9, 300, 200, shape, box, size), whole);
  });

  it('does not leave the matrix when it is moved', () => {
    const view = zoomed(whole, 20, 0, 0, shape, box, size);
    assert.deepEqual(panned(view, -50, -50, shape, box), view);
    const end = panned(view, 1e9, 1e9, shape, box);
    assert.equal(cellsInView(end, shape, box).toColumn, 4096);
    assert.equal(cellAt(end, 499, 399, shape)?.row, 4095);
    assert.deepEqual(panned(whole, 10, 0, shape, box), whole, 'the whole has nowhere to go');
  });

  it('moves as little as it must to show a cell', () => {
    const view = zoomed(whole, 100, 0, 0, shape, box, size);
    assert.deepEqual(revealing(view, { row: 3, column: 3 }, shape, box), view);
    const far = revealing(view, { row: 2000, column: 3 }, shape, box);
    const range = cellsInView(far, shape, box);
    assert.ok(range.fromRow <= 2000 && range.toRow > 2001 && range.fromColumn === 0);
  });

  it('is walked through by keys', () => {
    const page = { rows: 10, columns: 20 };
    const moved = (key: string, ctrlKey = false) =>
      movedCell({ key, ctrlKey, metaKey: false }, { row: 50, column: 50 }, { rows: 100, columns: 100 }, page);
    assert.deepEqual(moved('ArrowUp'), { row: 49, column: 50 });
    assert.deepEqual(moved('ArrowRight', true), { row: 50, column: 70 });
    assert.deepEqual(moved('Home'), { row: 50, column: 0 });
    assert.deepEqual(moved('End', true), { row: 99, column: 99 });
    assert.deepEqual(moved('PageDown'), { row: 60, column: 50 });
    assert.equal(moved('a'), undefined);
  });
});

describe('labels of a heatmap', () => {
  it('stand every power of two rows, as many as have room', () => {
    assert.deepEqual(
      [20, 14, 13, 7, 3, 0.1].map((pixels) => labelStep(pixels, 14)),
      [1, 1, 2, 2, 8, 256],
    );
  });

  it('are cut to their room, a character at a time', () => {
    const measure = (text: string): number => 7 * Array.from(text).length;
    assert.equal(fittedText('·unbelievably', 200, measure), '·unbelievably');
    assert.equal(fittedText('·unbelievably', 49, measure), '·unbel\u2026');
    assert.equal(fittedText('😀😀😀😀', 21, measure), '😀😀\u2026');
    assert.equal(fittedText('word', 7, measure), '\u2026');
    assert.equal(fittedText('word', 3, measure), '');
    assert.deepEqual(longest(['a', 'ccc', 'bb'], 2), ['ccc', 'bb']);
  });
});

describe('a heatmap as SVG', () => {
  const colours = {
    ...themes.light,
    quiet: '#666666',
    hairline: '#cccccc',
    focus: '#0000ff',
    font: '"Mono", monospace',
    ramp: colourRamp({ ...themes.light, hues: ['#1a85ff'] }),
  };
  const drawn = {
    blocks: { rows: 2, columns: 2, values: Float32Array.of(1, NaN, 0.5, 0.25) },
    step: 1,
    range: { fromRow: 0, toRow: 2, fromColumn: 0, toColumn: 2 },
    rowLabels: ['<s>', '·"a'],
    columnLabels: ['<s>', '·"a'],
    scale: { kind: 'sequential', largest: 1, shape: { kind: 'power', exponent: 0.5 } },
    measure: 'weight',
    row: 1,
  } as const;

  it('has few cells as shapes, labels and the scale as real text', () => {
    const { svg, width, height } = heatmapSvg(drawn, colours, undefined);
    assert.equal(svg.match(/<rect [^>]*fill="rgb/g)?.length, 3);
    assert.match(svg, /<text[^>]*>&lt;s&gt;<\/text>/);
    assert.match(svg, /<text[^>]*>·&quot;a<\/text>/);
    assert.match(svg, />square root scale<\/text>/);
    assert.match(svg, />0\.250<\/text>/);
    assert.match(svg, /stroke="#0000ff"/);
    assert.ok(width > 100 && height >= 180);
  });

  it('has many cells as one picture', () => {
    assert.equal(needsPicture(drawn.blocks), false);
    assert.equal(needsPicture({ rows: 100, columns: 100, values: new Float32Array(10_000) }), true);
    const { svg } = heatmapSvg(drawn, colours, 'data:image/png;base64,AAAA');
    assert.match(svg, /<image [^>]*href="data:image\/png;base64,AAAA"/);
    assert.doesNotMatch(svg, /fill="rgb/);
  });
});
