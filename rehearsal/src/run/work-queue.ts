import { Redis } from 'ioredis';
import { RecordedJob } from './recording';

/** An entry that a worker has taken. */
export interface TakenJob {
  readonly id: string;
  readonly job: RecordedJob;
}

/** An entry as Redis gives it: its id, and its fields as names and values by turns. */
type Entry = readonly [id: string, fields: readonly string[]];

/** How long an entry may be pending without a worker that knows of it; its delivery was lost with a connection. Milliseconds. */
const LOST_AFTER_MS = 2000;

/** How many lost entries one search finds. */
const LOST_AT_ONCE = 100;

/** The real Redis Stream of a rehearsal, as producers and workers use it. */
export class WorkQueue {
  private readonly jobs: RecordedJob[] = [];
  /** The entry by which each job is worked on, by the job's number. */
  private readonly entryOf = new Map<number, string>();
  /** Entries in the hands of a worker. */
  private readonly taken = new Set<string>();
  /** Entries whose worker was killed; another one claims them, as XAUTOCLAIM would after its idle time. */
  private readonly orphans: string[] = [];
  private searchedAt = 0;

  public constructor(private readonly redis: Redis, private readonly stream: string, private readonly group: string) {}

  public async create(): Promise<void> {
    await this.redis.xgroup('CREATE', this.stream, this.group, '0', 'MKSTREAM');
  }

  public async add(job: RecordedJob): Promise<void> {
    const number = this.jobs.push(job) - 1;
    await this.redis.xadd(this.stream, '*', 'job', number, 'service', job.service);
  }

  /** Takes one job for a consumer, an orphan first; nothing if none waits. */
  public async take(consumer: string): Promise<TakenJob | undefined> {
    const orphan = this.orphans.shift();
    const entry = orphan === undefined ? await this.readNew(consumer) : await this.claim(consumer, orphan);
    if (entry === undefined) {
      await this.searchLost();
      return undefined;
    }
    const [id, fields] = entry;
    const number = Number(fields[fields.indexOf('job') + 1]);
    const first = this.entryOf.get(number) ?? id;
    if (first !== id || this.jobs[number].done !== undefined) {
      // Redis went away between XADD or XACK and its answer: it holds the job twice, or one that is done.
      await this.redis.xack(this.stream, this.group, id);
      return undefined;
    }
    this.entryOf.set(number, id);
    this.taken.add(id);
    return { id, job: this.jobs[number] };
  }

  public async acknowledge({ id }: TakenJob): Promise<void> {
    await this.redis.xack(this.stream, this.group, id);
    this.taken.delete(id);
  }

  /** The worker of this job was killed while it worked on it. */
  public abandon(taken: TakenJob): void {
    taken.job.kills++;
    this.giveBack(taken);
  }

  /** The worker of this job was gone before it began. */
  public giveBack({ id }: TakenJob): void {
    this.taken.delete(id);
    this.orphans.push(id);
  }

  /** Jobs that nobody has taken, and those taken and not acknowledged. */
  public async depth(): Promise<{ readonly waiting: number; readonly inFlight: number }> {
    const groups = await this.redis.xinfo('GROUPS', this.stream) as unknown[][];
    const group = groups.find((row) => row[row.indexOf('name') + 1] === this.group)!;
    const field = (name: string) => Number(group[group.indexOf(name) + 1]);
    return { waiting: field('lag'), inFlight: field('pending') };
  }

  private async readNew(consumer: string): Promise<Entry | undefined> {
    const answer = await this.redis.xreadgroup('GROUP', this.group, consumer, 'COUNT', 1, 'STREAMS', this.stream, '>') as [string, Entry[]][] | null;
    return answer?.[0][1][0];
  }

  private async claim(consumer: string, id: string): Promise<Entry | undefined> {
    const entries = await this.redis.xclaim(this.stream, this.group, consumer, 0, id) as Entry[];
    return entries[0];
  }

  /** Redis may go away between a delivery and its answer: then an entry is pending of which no worker knows. */
  private async searchLost(): Promise<void> {
    if (Date.now() - this.searchedAt < LOST_AFTER_MS) {
      return;
    }
    this.searchedAt = Date.now();
    const pending = await this.redis.xpending(this.stream, this.group, 'IDLE', LOST_AFTER_MS, '-', '+', LOST_AT_ONCE) as [string, ...unknown[]][];
    this.orphans.push(...pending.map(([id]) => id).filter((id) => !this.taken.has(id) && !this.orphans.includes(id)));
  }
}
