import { SpentTime } from '../../src/sources/triton/spent-time';

describe('the requests in compute, by the time that requests have spent there, over 10 s', () => {
  const compute = () => new SpentTime(10_000, 1);

  test('at least one until a pod has been seen for the whole window', () => {
    const time = compute();
    expect(time.observe('a', 100, 0)).toBe(1);
    expect(time.observe('a', 100, 9_999)).toBe(1);
    expect(time.observe('a', 100, 10_000)).toBe(0);
  });

  test('none at first of what does not begin before it is seen', () => {
    const queue = new SpentTime(10_000, 0);
    expect(queue.observe('a', 100, 0)).toBe(0);
    expect(queue.observe('a', 102, 1000)).toBe(2);
  });

  test('more than one at once, if the time says so', () => {
    const time = compute();
    time.observe('a', 100, 0);
    expect(time.observe('a', 103, 1000)).toBe(3);
  });

  test('over the last window, or since the reading before it', () => {
    const time = compute();
    time.observe('a', 0, 0);
    time.observe('a', 40, 10_000);
    expect(time.observe('a', 40, 15_000)).toBeCloseTo(40 / 15);
    expect(time.observe('a', 40, 20_000)).toBe(0);
    expect(time.observe('a', 50, 40_000)).toBe(10 / 20);
  });

  test('a pod that has started anew is seen for the first time again', () => {
    const time = compute();
    time.observe('a', 100, 0);
    time.observe('a', 100, 10_000);
    expect(time.observe('a', 2, 11_000)).toBe(1);
    expect(time.observe('a', 2, 21_000)).toBe(0);
  });

  test('each pod for itself; one that was away is new', () => {
    const time = compute();
    time.observe('a', 0, 0);
    time.observe('b', 0, 0);
    expect(time.observe('a', 20, 10_000)).toBe(2);
    time.keepOnly(new Set(['a']));
    expect(time.observe('b', 0, 10_000)).toBe(1);
  });
});
