import { pause } from './support';
import { Queue, QUEUE_TIMES } from '../src/queue';
import { Reading, Source } from '../src/sources/source';

class FakeSource implements Source {
  public readonly description = 'queue trial';
  public reads = 0;
  public watches = 0;
  public onChange?: () => void;

  public constructor(public answer: (signal: AbortSignal) => Promise<Reading>) {}

  public read(signal: AbortSignal): Promise<Reading> {
    this.reads++;
    return this.answer(signal);
  }

  public watch(onChange: () => void): () => void {
    this.onChange = onChange;
    this.watches++;
    return () => {
      this.watches--;
    };
  }
}

describe('Queue', () => {
  test('is read once for calls that come together', async () => {
    const source = new FakeSource(async () => ({ waiting: 1, inFlight: 2 }));
    const queue = new Queue(source);
    const readings = await Promise.all([queue.read(), queue.read(), queue.read()]);
    expect(readings).toEqual(Array(3).fill({ waiting: 1, inFlight: 2 }));
    expect(source.reads).toBe(1);
    await queue.read();
    expect(source.reads).toBe(1);
  });

  test('is read again after a second', async () => {
    const source = new FakeSource(async () => ({ waiting: 1, inFlight: 0 }));
    const queue = new Queue(source);
    await queue.read();
    await pause(1010);
    await queue.read();
    expect(source.reads).toBe(2);
  });

  test('answers of one poll agree, however long it takes to read', async () => {
    let waiting = 0;
    const source = new FakeSource(async () => {
      await pause(1100);
      return { waiting: ++waiting, inFlight: 0 };
    });
    const queue = new Queue(source);
    expect(await queue.read()).toEqual(await queue.read());
    expect(source.reads).toBe(1);
  });

  describe('when something has changed', () => {
    test('it is read again at once, once for all who watch, who share one watch of the source', async () => {
      const source = new FakeSource(async () => ({ waiting: 1, inFlight: 0 }));
      const queue = new Queue(source);
      const told: Reading[] = [];
      const ends = Array.from({ length: 100 }, () => queue.watch(() => void queue.read().then((reading) => told.push(reading))));
      expect(source.watches).toBe(1);
      await queue.read();
      source.onChange!();
      await pause(10);
      expect(told).toHaveLength(100);
      expect(source.reads).toBe(2);
      ends.forEach((end) => end());
      expect(source.watches).toBe(0);
      queue.watch(() => undefined);
      expect(source.watches).toBe(1);
    });

    test('a reading under way is not taken for a newer one: it is read again after it', async () => {
      const releases: ((reading: Reading) => void)[] = [];
      const source = new FakeSource(() => new Promise((resolve) => releases.push(resolve)));
      const queue = new Queue(source);
      const told: Reading[] = [];
      queue.watch(() => void queue.read().then((reading) => told.push(reading)));
      void queue.read();
      source.onChange!();
      await pause(10);
      releases[0]({ waiting: 0, inFlight: 0 });
      await pause(10);
      releases[1]({ waiting: 1, inFlight: 0 });
      await pause(10);
      expect(told).toEqual([{ waiting: 1, inFlight: 0 }]);
      expect(source.reads).toBe(2);
    });

    test('many times in a short while, it is read some 20 times a second, and the last change is not missed', async () => {
      let waiting = 0;
      const source = new FakeSource(async () => ({ waiting, inFlight: 0 }));
      const queue = new Queue(source);
      let told: Reading | undefined;
      queue.watch(() => void queue.read().then((reading) => told = reading));
      for (; waiting < 500; waiting++) {
        source.onChange!();
        await pause(1);
      }
      source.onChange!();
      await pause(100);
      expect(told).toEqual({ waiting: 500, inFlight: 0 });
      expect(source.reads).toBeGreaterThan(5);
      expect(source.reads).toBeLessThan(50);
    });
  });

  test('an error is an error for all who wait, and is not remembered', async () => {
    const source = new FakeSource(() => Promise.reject(new Error('away')));
    const queue = new Queue(source);
    const results = await Promise.allSettled([queue.read(), queue.read()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    source.answer = async () => ({ waiting: 3, inFlight: 0 });
    expect(await queue.read()).toEqual({ waiting: 3, inFlight: 0 });
  });

  describe('while the source cannot be read', () => {
    const times = { ...QUEUE_TIMES, freshMs: 20, lastGoodMs: 200 };
    const away = () => Promise.reject(new Error('away'));

    test('the last good reading is given until it is too old, and then the error', async () => {
      const source = new FakeSource(async () => ({ waiting: 3, inFlight: 1 }));
      const queue = new Queue(source, times);
      await queue.read();
      source.answer = away;
      await pause(30);
      expect(await queue.read()).toEqual({ waiting: 3, inFlight: 1 });
      expect(source.reads).toBe(2);
      await pause(200);
      await expect(queue.read()).rejects.toThrow('away');
    });

    test('nothing outstanding is never given from memory', async () => {
      const source = new FakeSource(async () => ({ waiting: 0, inFlight: 0 }));
      const queue = new Queue(source, times);
      await queue.read();
      source.answer = away;
      await pause(30);
      await expect(queue.read()).rejects.toThrow('away');
    });

    test('a reading that something has changed since is not given any more', async () => {
      const source = new FakeSource(async () => ({ waiting: 3, inFlight: 0 }));
      const queue = new Queue(source, times);
      queue.watch(() => undefined);
      await queue.read();
      source.answer = away;
      source.onChange!();
      await pause(1);
      await expect(queue.read()).rejects.toThrow('away');
    });

    test('it is left alone for a while after three failures in a row, and for longer after each further one', async () => {
      const source = new FakeSource(away);
      const queue = new Queue(source, times);
      for (let call = 0; call < 50; call++) {
        await expect(queue.read()).rejects.toThrow('away');
      }
      expect(source.reads).toBe(3);
      await pause(400); // the first pause is 125 to 375 ms
      await expect(queue.read()).rejects.toThrow('away');
      await expect(queue.read()).rejects.toThrow('away');
      expect(source.reads).toBe(4);
      await pause(200); // the second is 250 to 750 ms
      await expect(queue.read()).rejects.toThrow('away');
      expect(source.reads).toBe(4);
    });

    test('a change ends the pause at once', async () => {
      const source = new FakeSource(away);
      const queue = new Queue(source, times);
      queue.watch(() => undefined);
      for (let call = 0; call < 4; call++) {
        await expect(queue.read()).rejects.toThrow('away');
      }
      source.answer = async () => ({ waiting: 1, inFlight: 0 });
      source.onChange!();
      await pause(1);
      expect(await queue.read()).toEqual({ waiting: 1, inFlight: 0 });
    });
  });

  test.each([NaN, Infinity, -1])('%p is an error: KEDA would take it for 0', async (waiting) => {
    await expect(new Queue(new FakeSource(async () => ({ waiting, inFlight: 0 }))).read()).rejects.toThrow(
      `queue trial: gave ${waiting} waiting; expected a finite number of at least 0`);
  });

  test('a source that does not answer is given up in time, and told so', async () => {
    let signal: AbortSignal | undefined;
    const queue = new Queue(new FakeSource((given) => {
      signal = given;
      return new Promise(() => undefined);
    }));
    const began = performance.now();
    await expect(queue.read()).rejects.toThrow('queue trial: did not answer within 1500 ms; check that its server runs and is not overloaded, and the network to it');
    expect(performance.now() - began).toBeLessThan(2000);
    expect(signal?.aborted).toBe(true);
  });
});
