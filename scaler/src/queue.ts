import { setTimeout as sleep } from 'node:timers/promises';
import { shortened } from './details';
import { outstanding, Reading, Source } from './sources/source';
import { ReadingSubject, TracedReading, TracedWork } from './tracing';

/** How a queue is read. All in milliseconds. */
export interface QueueTimes {
  /**
   * How long a reading is used for further calls once it is there, so that KEDA's GetMetrics and IsActive agree and a fleet asks its broker once a
   * second.
   */
  readonly freshMs: number;
  /** The longest that a reading may take. KEDA's calls have no deadline of their own, and each is to be answered within 2 s. */
  readonly readTimeoutMs: number;
  /**
   * How old a reading may be that is answered with while the source cannot be read. After that it is an error: KEDA then holds the replicas.
   * Nothing outstanding is never answered from memory.
   */
  readonly lastGoodMs: number;
}

export const QUEUE_TIMES: QueueTimes = { freshMs: 1000, readTimeoutMs: 1500, lastGoodMs: 5000 };

/** A source that failed so often in a row is left alone for a while: all who wait for it get its last error. */
const FAILURES_UNTIL_BREAK = 3;

/** The first and the longest of these pauses. Each is twice the one before, give or take a half, so that not all come back at once. */
const BREAK_MS = { first: 250, longest: 1000 };

/** Changes are told at most this often: a queue that jobs pour into is not read for each of them. */
const TOLD_EVERY_MS = 50;

/** A source did not answer in time. */
class TimeoutError extends Error {
  public override readonly name = 'TimeoutError';
}

/** A queue as it was read last. */
export interface Latest {
  readonly reading: Reading;
  /** When the reading began, in milliseconds of `performance.now()`. */
  readonly at: number;
}

/** Where calls get what is outstanding. */
export interface Readings {
  /** What is counted and where. */
  readonly description: string;

  /**
   * The work outstanding.
   *
   * @param traced what it is read for, if that is traced
   * @throws Error if it cannot be read
   */
  read(traced?: TracedWork): Promise<Reading>;

  /** Calls back soon after a job may have arrived; the next reading is a new one then. Returns a function that ends it. */
  watch(onChange: () => void): () => void;
}

/** One queue as all calls share it: read once for many. */
export class Queue implements Readings {
  /** Readings so far, and the time spent on them. */
  public readonly reads = { succeeded: 0, failed: 0, seconds: 0 };
  private fresh?: { readonly reading: Reading; readonly until: number };
  private lastGood?: Latest;
  private reading?: { readonly result: Promise<Reading>; readonly traced?: TracedReading };
  /** Grows when something changed, so that a reading that was already under way is not taken for a newer one. */
  private epoch = 0;
  private failuresInRow = 0;
  private failed?: { readonly error: Error; readonly retryAt: number };
  /** Who is told of changes. The source is watched once for all of them. */
  private readonly watchers = new Set<() => void>();
  private endWatch?: () => void;
  /** Whether a change is going to be told, and when one was told last. */
  private telling = false;
  private toldAt = -Infinity;

  /**
   * @param subject what traces call it; without, it is in none
   */
  public constructor(private source: Source, private readonly times: QueueTimes = QUEUE_TIMES, private readonly subject?: ReadingSubject) {}

  public get description(): string {
    return shortened(this.source.description); // it is in many lines of the metrics
  }

  /** The last reading that succeeded, if nothing is known to have changed since; another configuration is no change. */
  public get latest(): Latest | undefined {
    return this.lastGood;
  }

  /**
   * The work outstanding: read within the last second, or while the source cannot be read the last good reading, for a few seconds.
   *
   * @throws Error if it cannot be read and has not been for longer
   */
  public read(traced?: TracedWork): Promise<Reading> {
    const now = performance.now();
    if (this.fresh !== undefined && now < this.fresh.until) {
      return Promise.resolve(this.fresh.reading);
    }
    if (this.failed !== undefined && now < this.failed.retryAt) {
      return this.withoutSource(this.failed.error);
    }
    if (this.reading === undefined) {
      const reading = this.subject && traced?.reading(this.subject);
      this.reading = { result: this.readNow(this.epoch, reading), traced: reading };
    } else if (this.reading.traced !== undefined) {
      traced?.waitsFor(this.reading.traced);
    }
    return this.reading.result;
  }

  public watch(onChange: () => void): () => void {
    const watcher = () => onChange(); // two watches with one function end apart
    this.watchers.add(watcher);
    if (this.watchers.size === 1) {
      this.beginWatch();
    }
    return () => {
      if (this.watchers.delete(watcher) && this.watchers.size === 0) {
        this.endWatch?.();
      }
    };
  }

  /** Reads from another source from now on: the same queue, by another configuration. Who watches goes on doing so. */
  public readFrom(source: Source): void {
    const { lastGood } = this;
    this.forget();
    this.lastGood = lastGood;
    this.source = source;
    if (this.watchers.size > 0) {
      this.endWatch?.();
      this.beginWatch();
    }
  }

  /** Makes the next reading a new one. */
  public forget(): void {
    this.epoch++;
    this.fresh = undefined;
    this.lastGood = undefined;
    this.failed = undefined;
    this.reading = undefined;
  }

  private beginWatch(): void {
    this.endWatch = this.source.watch?.(() => void this.changed());
  }

  /** Lets all who watch read once more, together. What comes soon after, or while the queue is read, is told as one change. */
  private async changed(): Promise<void> {
    if (this.telling) {
      return;
    }
    this.telling = true;
    await this.reading?.result.catch(() => undefined); // it may have begun before the change
    const early = this.toldAt + TOLD_EVERY_MS - performance.now();
    if (early > 0) {
      await sleep(early, undefined, { ref: false });
    }
    this.telling = false;
    this.toldAt = performance.now();
    this.forget();
    [...this.watchers].forEach((watcher) => watcher());
  }

  private async readNow(epoch: number, traced: TracedReading | undefined): Promise<Reading> {
    const at = performance.now();
    try {
      const reading = this.checked(await this.readInTime());
      traced?.succeeded(reading);
      this.reads.succeeded++;
      this.failuresInRow = 0;
      if (epoch === this.epoch) {
        this.lastGood = { reading, at };
        this.fresh = { reading, until: performance.now() + this.times.freshMs };
        this.failed = undefined;
      }
      return reading;
    } catch (error) {
      traced?.failed(error as Error);
      this.reads.failed++;
      this.failuresInRow++;
      if (epoch === this.epoch && this.failuresInRow >= FAILURES_UNTIL_BREAK) {
        this.failed = { error: error as Error, retryAt: performance.now() + pauseAfter(this.failuresInRow) };
      }
      return await this.withoutSource(error as Error);
    } finally {
      this.reads.seconds += (performance.now() - at) / 1000;
      if (epoch === this.epoch) {
        this.reading = undefined;
      }
    }
  }

  private async withoutSource(error: Error): Promise<Reading> {
    const { lastGood } = this;
    if (lastGood === undefined || outstanding(lastGood.reading) === 0 || performance.now() - lastGood.at >= this.times.lastGoodMs) {
      throw error;
    }
    return lastGood.reading;
  }

  /** KEDA turns NaN, infinite and negative values into 0, which would end workers: they are an error here. */
  private checked(reading: Reading): Reading {
    for (const [what, value] of Object.entries(reading)) {
      if (!Number.isFinite(value) || value < 0) {
        throw new Error(`${this.source.description}: gave ${value} ${what}; expected a finite number of at least 0`);
      }
    }
    return reading;
  }

  private readInTime(): Promise<Reading> {
    const { readTimeoutMs } = this.times;
    const giveUp = new AbortController();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const late = new TimeoutError(`${this.source.description}: did not answer within ${readTimeoutMs} ms; `
          + 'check that its server runs and is not overloaded, and the network to it');
        reject(late);
        giveUp.abort(late);
      }, readTimeoutMs);
      this.source.read(giveUp.signal).then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}

function pauseAfter(failures: number): number {
  const pause = Math.min(BREAK_MS.first * 2 ** (failures - FAILURES_UNTIL_BREAK), BREAK_MS.longest);
  return pause * (0.5 + Math.random());
}
