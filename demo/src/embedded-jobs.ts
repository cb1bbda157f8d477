import { Depth, Jobs } from './jobs';

/** The queue inside the scaler's process, over its HTTP interface. */
export class EmbeddedJobs implements Jobs {
  public readonly place = "the scaler's embedded queue";

  public constructor(private readonly healthAddress: string, private readonly queue: string) {}

  public add(count: number): Promise<void> {
    return this.change('add', count);
  }

  public take(count: number): Promise<void> {
    return this.change('take', count);
  }

  public finish(count: number): Promise<void> {
    return this.change('finish', count);
  }

  public async depth(): Promise<Depth> {
    return await (await fetch(this.url)).json() as Depth;
  }

  public async close(): Promise<void> {
    // Gone with the scaler.
  }

  private get url(): string {
    return `http://${this.healthAddress}/queues/${this.queue}`;
  }

  private async change(what: string, count: number): Promise<void> {
    const answer = await fetch(`${this.url}/${what}?count=${count}`, { method: 'POST' });
    if (!answer.ok) {
      throw new Error(`${this.url}/${what}: ${answer.status} ${await answer.text()}`);
    }
  }
}
