import { AnswerLimit, HttpConnection } from './http-connection';

/** A queue, as far as the management API knows it. */
export interface QueueTotals {
  readonly name: string;
  readonly type?: unknown;
  readonly messages_ready?: unknown;
  readonly messages_unacknowledged?: unknown;
}

const COLUMNS = 'columns=name,type,messages_ready,messages_unacknowledged';

/** Without statistics, and with totals: then classic queues are asked themselves, where the statistics are up to 10 s old. Only a list has them. */
const TOTALS = `disable_stats=true&enable_queue_totals=true&${COLUMNS}`;

/** A queue takes about 110 bytes: more than 100,000 of them, most of which may be the reply queues of clients. */
const LIMIT: AnswerLimit = {
  bytes: 16_000_000, expected: 'the queues of a virtual host; give the queues that are counted a virtual host of their own, without the many others',
};

/** A virtual host of a RabbitMQ server, read through the management API. */
export class RabbitmqConnection {
  /** The reading under way, for all who come meanwhile: it costs the server the same for one queue as for all. */
  private reading?: Promise<ReadonlyMap<string, QueueTotals>>;

  public constructor(private readonly server: HttpConnection, private readonly virtualHost: string) {}

  /** The connection, its server and the virtual host, for error messages. */
  public get description(): string {
    return `${this.server.description}: virtual host ${this.virtualHost}`;
  }

  /**
   * The queues of the virtual host, by name.
   *
   * @throws Error that names the connection and the server, and says what to check
   */
  public queues(): Promise<ReadonlyMap<string, QueueTotals>> {
    return this.reading ??= this.readQueues().finally(() => {
      this.reading = undefined;
    });
  }

  /**
   * The statistics of a queue: up to 10 s old, and without numbers while there are none.
   *
   * @throws Error that names the connection and the server, and says what to check
   */
  public async statistics(queue: string, signal: AbortSignal): Promise<QueueTotals> {
    return await this.get(`/${encodeURIComponent(queue)}?${COLUMNS}`, signal) as QueueTotals;
  }

  public close(): void {
    this.server.close();
  }

  private async readQueues(): Promise<ReadonlyMap<string, QueueTotals>> {
    const answer = await this.get(`?${TOTALS}`);
    if (!Array.isArray(answer)) {
      throw new Error(`${this.description}: the answer is not one of RabbitMQ's management API; check the URL of the connection`);
    }
    return new Map((answer as QueueTotals[]).map((queue) => [queue.name, queue]));
  }

  private get(path: string, signal?: AbortSignal): Promise<unknown> {
    return this.server.get({
      path: `/api/queues/${encodeURIComponent(this.virtualHost)}${path}`,
      what: `queues of virtual host ${this.virtualHost}`,
      limit: LIMIT,
      signal,
      refusalIn: (body) => (isNotFound(body) ? `virtual host ${this.virtualHost} is not there, or what is asked for in it` : undefined),
    });
  }
}

function isNotFound(body: unknown): boolean {
  return (body as { readonly error?: unknown } | null | undefined)?.error === 'Object Not Found';
}
