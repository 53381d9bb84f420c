import type { Legend, LegendStep } from '../protocol';
import { code, escape, swatch } from './markdown';

const samples: Readonly<Record<NonNullable<LegendStep['underline']>, string>> = {
  none: '\u00a0\u00a0\u00a0\u00a0',
  dotted: '\u2024\u2024\u2024\u2024',
  dashed: '\u2013 \u2013',
  solid: '\u2500\u2500\u2500\u2500',
  double: '\u2550\u2550\u2550\u2550',
};

/** The legend as lines of Markdown with swatches of the theme's colours (high contrast: samples of the underlines). */
export function legendMarkdown(legend: Legend, highContrast: boolean): string {
  if (legend.kind === 'off') return '';
  const sample = (step: LegendStep) => {
    if (!highContrast) return step.color ? swatch(step.color) : samples.none;
    return code(samples[step.underline ?? 'none'] + (step.thickness ? ` ${step.thickness} px` : ''));
  };
  const rows = legend.steps.map((step) => `| ${sample(step)} | ${escape(step.label)} |`);
  return [`| | ${escape(legend.title)} |`, '|---|---|', ...rows].join('\n');
}
