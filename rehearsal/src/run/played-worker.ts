import { setTimeout as sleep } from 'node:timers/promises';
import { TakenJob, WorkQueue } from './work-queue';

/** How often an idle worker asks for a job, in milliseconds. */
const ASK_EVERY_MS = 100;

/** A worker as the rehearsal plays it: takes jobs while it may, and finishes those that it has. */
export class PlayedWorker {
  private stopping = false;
  private readonly busy = new Map<TakenJob, AbortController>();
  private readonly slots: Promise<void>[];

  /**
   * @param concurrency jobs at a time
   * @param speed divides the jobs' service time
   * @param now the story's time, in seconds
   */
  public constructor(
    private readonly name: string, private readonly queue: WorkQueue, concurrency: number, private readonly speed: number, private readonly now: () => number,
  ) {
    this.slots = Array.from({ length: concurrency }, () => this.work());
  }

  /** SIGTERM: takes no further job; returns when it has finished those it has. */
  public async drain(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.slots);
  }

  /** SIGKILL: what it works on is lost and comes back. Returns how many jobs that were. */
  public kill(): number {
    this.stopping = true;
    const lost = [...this.busy];
    this.busy.clear();
    for (const [job, abort] of lost) {
      abort.abort();
      this.queue.abandon(job);
    }
    return lost.length;
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      try {
        const taken = await this.queue.take(this.name);
        if (taken === undefined) {
          await sleep(ASK_EVERY_MS);
        } else {
          await this.serve(taken);
        }
      } catch {
        await sleep(ASK_EVERY_MS); // Redis is away; a worker asks again
      }
    }
  }

  private async serve(taken: TakenJob): Promise<void> {
    const abort = new AbortController();
    this.busy.set(taken, abort);
    taken.job.started = this.now();
    try {
      await sleep(taken.job.service * 1000 / this.speed, undefined, { signal: abort.signal });
    } catch {
      return; // killed
    }
    this.busy.delete(taken);
    taken.job.done = this.now();
    await this.queue.acknowledge(taken);
  }
}
