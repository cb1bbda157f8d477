/** How often it is looked whether another connection has helped. */
const LOOK_MS = 500;

/** Connections at the start: enough where one is throttled, few enough where one takes all there is. */
const FIRST = 4;

/** What a connection more has to bring to be kept: noise is less. */
const WORTH = 1.1;

/** How many connections are worth having: more while each more makes it faster, half of them when a server asks for less. */
export class Parallelism {
  private wanted: number;
  private running = 0;
  private bytes = 0;
  /** Bytes a second that came before the last connection was added. */
  private best = 0;
  private since = performance.now();
  private readonly all = new Set<Promise<void>>();
  private work?: (leave: () => boolean) => Promise<void>;
  private timer?: NodeJS.Timeout;

  public constructor(private readonly most: number) {
    this.wanted = Math.min(FIRST, most);
  }

  /** Runs the work on as many connections as are worth it, until one of them finds nothing more to do. `leave` says whether one is too many. */
  public async run(work: (leave: () => boolean) => Promise<void>): Promise<void> {
    this.work = work;
    this.fill();
    this.timer = setInterval(() => this.look(), LOOK_MS);
    while (this.all.size > 0) {
      await Promise.all(this.all);
    }
  }

  /** Bytes came. */
  public moved(bytes: number): void {
    this.bytes += bytes;
  }

  /** A server has had enough. */
  public slowDown(): void {
    this.wanted = Math.max(1, Math.floor(this.wanted / 2));
    this.best = Infinity;
  }

  public close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    const rate = this.bytes / (now - this.since);
    [this.bytes, this.since] = [0, now];
    if (rate > this.best * WORTH) {
      this.best = rate;
      this.wanted = Math.min(this.most, Math.ceil(this.wanted * 1.5));
      this.fill();
    } else if (this.best === Infinity) {
      this.best = rate;
    }
  }

  private fill(): void {
    while (this.running < this.wanted) {
      this.running++;
      const one = this.work!(() => this.running > this.wanted).finally(() => {
        this.running--;
        this.all.delete(one);
      });
      this.all.add(one);
    }
  }
}
