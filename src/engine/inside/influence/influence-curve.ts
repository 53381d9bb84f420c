/** Mean by distance of what several targets gave. */
export class CurveMean {
  private readonly sums: Float64Array;
  private readonly counts: Int32Array;

  /** `longest`: distances 1 to this. */
  public constructor(private readonly longest: number) {
    this.sums = new Float64Array(longest);
    this.counts = new Int32Array(longest);
  }

  /** NaN counts for nothing; a change in either direction counts by its size. */
  public add(distance: number, value: number): void {
    if (distance < 1 || distance > this.longest || Number.isNaN(value)) return;
    this.sums[distance - 1]! += Math.abs(value);
    this.counts[distance - 1]!++;
  }

  /** [d] for the distances up to the last that any target reached. */
  public result(): { readonly distances: Int32Array; readonly mean: Float32Array } {
    const length = this.counts.findLastIndex((count) => count > 0) + 1;
    return {
      distances: Int32Array.from({ length }, (_, at) => at + 1),
      mean: Float32Array.from({ length }, (_, at) => this.sums[at]! / this.counts[at]!),
    };
  }
}
