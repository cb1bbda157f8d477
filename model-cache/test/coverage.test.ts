import fc from 'fast-check';
import { Coverage, Range } from '../src/fetch/coverage';

const SIZE = 40;
const range = fc.tuple(fc.nat(SIZE), fc.nat(SIZE)).filter(([one, other]) => one !== other)
  .map(([one, other]): Range => [Math.min(one, other), Math.max(one, other)]);

describe('what is there of a file', () => {
  test('and what is missing are all of it, whatever came in whatever order', () => {
    fc.assert(fc.property(fc.array(range), fc.integer({ min: 1, max: SIZE }), (ranges, piece) => {
      const there = Array.from({ length: SIZE }, (_, byte) => ranges.some(([from, to]) => byte >= from && byte < to));
      const coverage = new Coverage(ranges);
      expect(coverage.bytes).toBe(there.filter(Boolean).length);
      expect(coverage.prefix).toBe(there.includes(false) ? there.indexOf(false) : SIZE);
      const missing = coverage.missing(SIZE, piece);
      expect(missing.every(([from, to]) => to > from && to - from <= piece)).toBe(true);
      expect(missing.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index)))
        .toEqual(there.flatMap((is, byte) => (is ? [] : [byte])));
    }));
  });

  test('is kept as few ranges as possible', () => {
    expect(new Coverage([[0, 1], [2, 3], [1, 2]]).all).toEqual([[0, 3]]);
    expect(new Coverage([[5, 6], [0, 1]]).all).toEqual([[0, 1], [5, 6]]);
  });

  test('of an empty file is nothing, and nothing is missing', () => {
    expect(new Coverage().missing(0, 10)).toEqual([]);
  });
});
