import { Reading, Source } from './sources/source';

/** How long a reading is used for further calls, so that KEDA's GetMetrics and IsActive agree and a fleet asks its broker once a second. */
const FRESH_MS = 1000;

/** The longest that a reading may take. KEDA's calls have no deadline of their own, and each is to be answered within 2 s. */
const READ_TIMEOUT_MS = 1500;

/** One queue as all calls share it: read once for many, and never remembered past an error. */
export class Queue {
  private latest?: { readonly reading: Reading; readonly at: number };
  private reading?: Promise<Reading>;
  /** Grows when something changed, so that a reading that was already under way is not taken for a newer one. */
  private epoch = 0;

  public constructor(private readonly source: Source) {}

  /**
   * The work outstanding now, at most a second old.
   *
   * @throws Error if it cannot be read in time
   */
  public read(): Promise<Reading> {
    if (this.latest !== undefined && performance.now() - this.latest.at < FRESH_MS) {
      return Promise.resolve(this.latest.reading);
    }
    return this.reading ??= this.readNow(this.epoch);
  }

  /** Calls back soon after a job may have arrived; the next reading is a new one then. */
  public watch(onChange: () => void): () => void {
    return this.source.watch?.(() => {
      this.forget();
      onChange();
    }) ?? (() => undefined);
  }

  /** Makes the next reading a new one. */
  public forget(): void {
    this.epoch++;
    this.latest = undefined;
    this.reading = undefined;
  }

  private async readNow(epoch: number): Promise<Reading> {
    try {
      const at = performance.now();
      const reading = this.checked(await this.readInTime());
      if (epoch === this.epoch) {
        this.latest = { reading, at };
      }
      return reading;
    } finally {
      if (epoch === this.epoch) {
        this.reading = undefined;
      }
    }
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
    const giveUp = new AbortController();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const late = new Error(`${this.source.description}: did not answer within ${READ_TIMEOUT_MS} ms; `
          + 'check that its server runs and is not overloaded, and the network to it');
        reject(late);
        giveUp.abort(late);
      }, READ_TIMEOUT_MS);
      this.source.read(giveUp.signal).then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}
