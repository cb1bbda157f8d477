/** How often it is looked whether another connection has helped. */
const LOOK_MS = 500;

/** Connections at the start: enough where one is throttled, few enough where one takes all there is. */
const FIRST = 4;

/** What more connections have to bring to be kept: noise is less. */
const WORTH = 1.1;

/** Looks between two tries: each costs memory and requests. */
const PAUSE = 20;

/** How many connections are worth having: more as long as more make it faster, half of them when a server asks for less. */
export class Parallelism {
  private wanted: number;
  private running = 0;
  private since = performance.now();
  /** Bytes that had come at the last look. */
  private had: number;
  /** Bytes a millisecond that came between the last two looks. */
  private rate = 0;
  /** How many there were before those that are being tried. */
  private before?: number;
  private pause = 0;
  private readonly all = new Set<Promise<void>>();
  private work?: (leave: () => boolean) => Promise<void>;
  private timer?: NodeJS.Timeout;

  /** @param received bytes that have come so far */
  public constructor(private readonly most: number, private readonly received: () => number) {
    this.had = received();
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

  /** A server has had enough. */
  public slowDown(): void {
    this.wanted = Math.max(1, Math.floor(this.wanted / 2));
    this.before = undefined;
    this.pause = PAUSE;
  }

  public close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    const has = this.received();
    const rate = (has - this.had) / (now - this.since);
    const helped = rate > this.rate * WORTH;
    [this.had, this.since, this.rate] = [has, now, rate];
    if (this.before !== undefined && !helped) {
      [this.wanted, this.before, this.pause] = [this.before, undefined, PAUSE];
    } else if (this.pause > 0) {
      this.pause--;
    } else {
      this.before = this.wanted;
      this.wanted = Math.min(this.most, Math.ceil(this.wanted * 1.5));
      this.fill();
    }
  }

  private fill(): void {
    while (this.running < this.wanted) {
      this.running++;
      let runs = true;
      const end = () => {
        this.running -= Number(runs);
        runs = false;
      };
      // Whoever leaves counts no longer at once: else two could leave where one is too many.
      const leave = () => {
        if (this.running > this.wanted) {
          end();
        }
        return !runs;
      };
      const one = this.work!(leave).finally(() => {
        end();
        this.all.delete(one);
      });
      this.all.add(one);
    }
  }
}
