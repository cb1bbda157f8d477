/** From the first byte to that before the second. */
export type Range = readonly [from: number, to: number];

/** Which bytes of a file are there. */
export class Coverage {
  /** In order, apart from each other. */
  private ranges: Range[];

  public constructor(ranges: readonly Range[] = []) {
    this.ranges = [];
    ranges.forEach(([from, to]) => this.add(from, to));
  }

  public add(from: number, to: number): void {
    const apart = this.ranges.filter(([start, end]) => end < from || start > to);
    const joined = this.ranges.filter(([start, end]) => end >= from && start <= to);
    const merged: Range = [Math.min(from, ...joined.map(([start]) => start)), Math.max(to, ...joined.map(([, end]) => end))];
    this.ranges = [...apart, merged].sort(([a], [b]) => a - b);
  }

  public clear(): void {
    this.ranges = [];
  }

  /** Bytes that are there. */
  public get bytes(): number {
    return this.ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  /** Bytes that are there from the beginning on. */
  public get prefix(): number {
    const [first] = this.ranges;
    return first !== undefined && first[0] === 0 ? first[1] : 0;
  }

  /** Where the last byte ends that is there; 0 if none is. */
  public get end(): number {
    return this.ranges[this.ranges.length - 1]?.[1] ?? 0;
  }

  /** What is there. */
  public get all(): readonly Range[] {
    return this.ranges;
  }

  /** What is not there of a file of `size` bytes, in pieces of at most `piece` bytes. */
  public missing(size: number, piece: number): Range[] {
    const gaps = [...this.ranges, [size, size] as const].map(([to], index): Range => [index === 0 ? 0 : this.ranges[index - 1][1], to]);
    return gaps.flatMap(([from, to]) => Array.from({ length: Math.ceil((to - from) / piece) },
      (_, index): Range => [from + index * piece, Math.min(to, from + (index + 1) * piece)]));
  }
}
