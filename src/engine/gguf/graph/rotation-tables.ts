import type { Rotation } from '../architecture/model-shape';

/** Computes part of a table [positions, pairs]: the cosine or sine of each pair's angle. */
export type AngleTable = (from: number, to: number) => Float32Array;

/**
 * Angles of rotary positions (Su et al. 2021, RoFormer): pair i of `rotated` / 2 turns by base^(-2i / rotated) a
 * position. `slower`: a factor for each pair by which it turns slower, as LLaMA 3.1 stretches its positions.
 */
export function angleTable(
  { base, factor }: Rotation,
  rotated: number,
  slower: readonly number[] | undefined,
  turn: (angle: number) => number,
): AngleTable {
  const pairs = rotated / 2;
  const speeds = Array.from(
    { length: pairs },
    (_none, i) => base ** ((-2 * i) / rotated) / (slower?.[i] ?? 1) / factor,
  );
  return (from, to) => {
    const values = new Float32Array(to - from);
    for (let at = from; at < to; at++) values[at - from] = turn(Math.floor(at / pairs) * speeds[at % pairs]!);
    return values;
  };
}
