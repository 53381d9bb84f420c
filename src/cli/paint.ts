import { formatVisible, surprisalSteps } from '../protocol';
import type { ColourDepth } from './terminal';

/** Ink that is readable on a fill: white or black. */
type Ink = 'light' | 'dark';

/** One step: its fill as '#rrggbb' and as a number of xterm's 256 colours. The lowest step has none. */
export interface Fill {
  readonly colour: string;
  readonly xterm: number;
  readonly ink: Ink;
}

/** One hue, growing away from the background; the seven steps above the invisible one. */
export const ramps: Readonly<Record<'dark' | 'light', readonly Fill[]>> = {
  dark: [
    { colour: '#0b1f4d', xterm: 17, ink: 'light' },
    { colour: '#10307a', xterm: 18, ink: 'light' },
    { colour: '#1643a8', xterm: 19, ink: 'light' },
    { colour: '#1f5ad4', xterm: 26, ink: 'light' },
    { colour: '#4585f0', xterm: 33, ink: 'dark' },
    { colour: '#74a7fa', xterm: 75, ink: 'dark' },
    { colour: '#b0d0ff', xterm: 153, ink: 'dark' },
  ],
  light: [
    { colour: '#e3edff', xterm: 195, ink: 'dark' },
    { colour: '#c6daff', xterm: 153, ink: 'dark' },
    { colour: '#a8c6ff', xterm: 117, ink: 'dark' },
    { colour: '#8ab1ff', xterm: 111, ink: 'dark' },
    { colour: '#6b9bfb', xterm: 75, ink: 'dark' },
    { colour: '#4d85f2', xterm: 69, ink: 'dark' },
    { colour: '#3a74ff', xterm: 33, ink: 'dark' },
  ],
};

/** How a stretch of text is drawn: a step of surprisal (0 = not at all), not scored, or one of two token fills. */
export type Look = { readonly kind: 'step'; readonly step: number } | { readonly kind: 'quiet' };

const reset = '\u001b[0m';
const inks: Readonly<Record<Ink, string>> = { light: '38;5;231', dark: '38;5;16' };

/** Colours text for a terminal. */
export class Paint {
  private readonly ramp: readonly Fill[];

  public constructor(
    private readonly depth: Exclude<ColourDepth, 'none'>,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.ramp = ramps[hasLightBackground(env) ? 'light' : 'dark'];
  }

  /** Each line by itself, since a fill that is open at a line's end runs to the edge in some terminals. */
  public text(text: string, look: Look): string {
    const [open, drawn] = [this.sequence(look), printable(text, look.kind === 'step' && look.step > 0)];
    if (open === '') return drawn;
    return drawn
      .split('\n')
      .map((line) => (line === '' ? '' : open + line + reset))
      .join('\n');
  }

  public quiet(text: string): string {
    return `\u001b[2m${text}${reset}`;
  }

  public strong(text: string): string {
    return `\u001b[1m${text}${reset}`;
  }

  /** The scale: every step with the bits it stands for. */
  public legend(): string {
    const labels = [
      `< ${surprisalSteps[0]}`,
      ...surprisalSteps.slice(1).map((end, i) => `${surprisalSteps[i]!} - ${end}`),
      `> ${surprisalSteps.at(-1)}`,
    ];
    const steps = labels.map((label, step) => this.text(` ${label} `, { kind: 'step', step }));
    return `surprisal in bits: ${steps.join('')}`;
  }

  private sequence(look: Look): string {
    if (look.kind === 'quiet') return '\u001b[2;4m';
    const fill = this.ramp[look.step - 1];
    if (fill === undefined) return '';
    const part = (at: number): number => Number.parseInt(fill.colour.slice(at, at + 2), 16);
    const ground = this.depth === 'all' ? `2;${part(1)};${part(3)};${part(5)}` : `5;${fill.xterm}`;
    return `\u001b[${inks[fill.ink]};48;${ground}m`;
  }
}

/** The step of a surprisal in bits, 0 to 7. */
export function stepOf(bits: number): number {
  return surprisalSteps.filter((end) => bits >= end).length;
}

/** COLORFGBG says 'text;background' by xterm's numbers; terminals that say nothing are mostly dark. */
function hasLightBackground(env: Readonly<Record<string, string | undefined>>): boolean {
  const ground = /;(\d+)$/.exec(env['COLORFGBG'] ?? '')?.[1];
  return ground === '7' || (ground !== undefined && Number(ground) >= 9);
}

/**
 * Text that a terminal prints as it is: control characters, which might steer the terminal, are drawn as pictures.
 * Line ends stay; where they are coloured they get a sign to carry the colour.
 */
export function printable(text: string, marksLineEnds: boolean): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, (character) => {
    if (character === '\n') return marksLineEnds ? '\u21b5\n' : '\n';
    return character >= '\u0080' ? `<${character.charCodeAt(0).toString(16).toUpperCase()}>` : formatVisible(character);
  });
}
