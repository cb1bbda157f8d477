import { setTimeout as sleep } from 'node:timers/promises';
import { RecordedPod } from './recording';
import { TakenJob, WorkQueue } from './work-queue';

/** How often an idle worker asks for a job, in milliseconds: divided by the speed, down to the least. */
const ASK_EVERY_MS = { normal: 100, least: 20 };

/** What a worker waits for does not keep a process alive whose rehearsal has ended: a job may take hours. */
const UNREF = { ref: false };

/** How a worker works. */
export interface PlayedWorkerOptions {
  /** Jobs at a time. */
  readonly concurrency: number;
  /** Divides the jobs' service time. */
  readonly speed: number;
  /** The story's time, in seconds. */
  readonly now: () => number;
}

/** A worker as the rehearsal plays it: takes jobs one by one while it may and has a place, and finishes those that it has. */
export class PlayedWorker {
  private stopping = false;
  private killed = false;
  private readonly busy = new Map<TakenJob, AbortController>();
  private readonly serving = new Set<Promise<void>>();
  private readonly working: Promise<void>;
  private busySince?: number;

  /** @param record its `busy` is kept up to date */
  public constructor(private readonly record: RecordedPod, private readonly queue: WorkQueue, private readonly options: PlayedWorkerOptions) {
    record.busy = 0;
    this.working = this.work();
  }

  /** SIGTERM: takes no further job; returns when it has finished those it has. */
  public async drain(): Promise<void> {
    this.stopping = true;
    await this.working;
    await Promise.all(this.serving);
  }

  /** SIGKILL: what it works on is lost and comes back. Returns how many jobs that were. */
  public kill(): number {
    this.stopping = this.killed = true;
    const lost = [...this.busy];
    this.account(() => this.busy.clear());
    for (const [job, abort] of lost) {
      abort.abort();
      this.queue.abandon(job);
    }
    return lost.length;
  }

  /** Brings the record's busy time up to now; what `change` does begins or ends jobs. */
  public account(change: () => void = () => undefined): void {
    const now = this.options.now();
    this.record.busy! += this.busySince === undefined ? 0 : now - this.busySince;
    change();
    this.busySince = this.busy.size === 0 ? undefined : now;
  }

  private async work(): Promise<void> {
    const askEvery = Math.max(ASK_EVERY_MS.least, ASK_EVERY_MS.normal / this.options.speed);
    while (!this.stopping) {
      if (this.busy.size >= this.options.concurrency) {
        await Promise.race(this.serving);
        continue;
      }
      try {
        const taken = await this.queue.take(this.record.name);
        if (taken === undefined) {
          await sleep(askEvery, undefined, UNREF);
        } else if (this.killed) {
          this.queue.giveBack(taken);
        } else {
          this.serve(taken);
        }
      } catch {
        await sleep(askEvery, undefined, UNREF); // Redis is away; a worker asks again
      }
    }
  }

  private serve(taken: TakenJob): void {
    const abort = new AbortController();
    taken.job.started = this.options.now();
    this.account(() => this.busy.set(taken, abort));
    const served = this.finish(taken, abort.signal).catch(() => this.queue.giveBack(taken)).finally(() => this.serving.delete(served));
    this.serving.add(served);
  }

  private async finish(taken: TakenJob, signal: AbortSignal): Promise<void> {
    try {
      await sleep(taken.job.service * 1000 / this.options.speed, undefined, { ...UNREF, signal });
    } catch {
      return; // killed
    }
    this.account(() => this.busy.delete(taken));
    taken.job.done = this.options.now();
    await this.queue.acknowledge(taken);
  }
}
