import { Redis } from 'ioredis';
import { RecordedJob } from './recording';

/** An entry that a worker has taken. */
export interface TakenJob {
  readonly id: string;
  readonly job: RecordedJob;
}

/** The real Redis Stream of a rehearsal, as producers and workers use it. */
export class WorkQueue {
  /** Entries whose worker was killed; another one claims them, as XAUTOCLAIM would after its idle time. */
  private readonly orphans: string[] = [];
  private readonly jobs = new Map<string, RecordedJob>();

  public constructor(private readonly redis: Redis, private readonly stream: string, private readonly group: string) {}

  public async create(): Promise<void> {
    await this.redis.xgroup('CREATE', this.stream, this.group, '0', 'MKSTREAM');
  }

  public async add(job: RecordedJob): Promise<void> {
    const id = await this.redis.xadd(this.stream, '*', 'service', String(job.service));
    this.jobs.set(id!, job);
  }

  /** Takes one job for a consumer, an orphan first; nothing if none waits. */
  public async take(consumer: string): Promise<TakenJob | undefined> {
    const orphan = this.orphans.shift();
    const id = orphan === undefined ? await this.readNew(consumer) : await this.claim(consumer, orphan);
    const job = id === undefined ? undefined : this.jobs.get(id);
    return job === undefined ? undefined : { id: id!, job };
  }

  public async acknowledge({ id }: TakenJob): Promise<void> {
    await this.redis.xack(this.stream, this.group, id);
    this.jobs.delete(id);
  }

  /** The worker of this job was killed. */
  public abandon({ id, job }: TakenJob): void {
    job.kills++;
    this.orphans.push(id);
  }

  /** Jobs that nobody has taken, and those taken and not acknowledged. */
  public async depth(): Promise<{ readonly waiting: number; readonly inFlight: number }> {
    const groups = await this.redis.xinfo('GROUPS', this.stream) as unknown[][];
    const group = groups.find((row) => row[row.indexOf('name') + 1] === this.group)!;
    const field = (name: string) => Number(group[group.indexOf(name) + 1]);
    return { waiting: field('lag'), inFlight: field('pending') };
  }

  private async readNew(consumer: string): Promise<string | undefined> {
    const answer = await this.redis.xreadgroup('GROUP', this.group, consumer, 'COUNT', 1, 'STREAMS', this.stream, '>') as [string, [string, string[]][]][] | null;
    return answer?.[0][1][0]?.[0];
  }

  private async claim(consumer: string, id: string): Promise<string | undefined> {
    await this.redis.xclaim(this.stream, this.group, consumer, 0, id);
    return id;
  }
}
