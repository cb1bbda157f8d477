import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection as Client } from '@nats-io/transport-node';
import { NatsConnection } from '../../connections/nats-connection';
import { Reading, Source } from '../source';

/** A message comes to subscribers a moment before the stream has it; several that come within this time are one change. */
const SETTLE_MS = 10;

/** How long a watch waits after its connection has ended, or while there is no such stream. */
const RETRY_MS = 500;

/** The work outstanding of a JetStream consumer: waiting are the messages pending, in flight those pending acknowledgement. */
export class NatsJetstreamSource implements Source {
  public readonly description: string;

  public constructor(private readonly connection: NatsConnection, private readonly stream: string, private readonly consumer: string) {
    this.description = `${connection.description}: stream ${stream}, consumer ${consumer}`;
  }

  public read(): Promise<Reading> {
    return this.connection.run(async (client) => {
      const { num_pending: waiting, num_ack_pending: inFlight } = await this.info(await this.manager(client));
      return { waiting, inFlight };
    });
  }

  public watch(onChange: () => void): () => void {
    const ended = new AbortController();
    void this.keepSubscribed(onChange, ended.signal);
    return () => ended.abort();
  }

  private async keepSubscribed(onChange: () => void, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      try {
        await this.connection.run((client) => this.subscribe(client, onChange, ended));
      } catch {
        // Reading gives the same error, which is logged there.
      }
      await sleep(RETRY_MS, undefined, { ref: false, signal: ended }).catch(() => undefined);
    }
  }

  /** Subscribes to where the consumer's messages come from, and returns when the watch or the connection has ended. */
  private async subscribe(client: Client, onChange: () => void, ended: AbortSignal): Promise<void> {
    let settling: NodeJS.Timeout | undefined;
    const notice = () => {
      settling ??= setTimeout(() => {
        settling = undefined;
        onChange();
      }, SETTLE_MS);
    };
    const subscriptions = (await this.subjects(client)).map((subject) => client.subscribe(subject, {
      callback: (error) => {
        if (error === null) { // else it is not allowed: then the queue is looked at each second, and nothing more
          notice();
        }
      },
    }));
    try {
      notice(); // a message may have come before
      await Promise.race([client.closed(), aborted(ended)]);
    } finally {
      clearTimeout(settling);
      subscriptions.forEach((subscription) => subscription.unsubscribe());
    }
  }

  private async subjects(client: Client): Promise<readonly string[]> {
    const manager = await this.manager(client);
    const { config: { filter_subject: one, filter_subjects: several } } = await this.info(manager);
    return several ?? (one === undefined || one === '' ? (await manager.streams.info(this.stream)).config.subjects ?? [] : [one]); // a mirror has none
  }

  private async info(manager: JetStreamManager): Promise<ConsumerInfo> {
    let info: ConsumerInfo;
    try {
      info = await manager.consumers.info(this.stream, this.consumer);
    } catch (error) {
      const absent = { StreamNotFoundError: `stream ${this.stream}`, ConsumerNotFoundError: `consumer ${this.consumer} of stream ${this.stream}` }[(error as Error).name];
      throw absent === undefined ? error : new Error(`there is no ${absent}; correct the metric source, or create it`);
    }
    if (info.config.ack_policy === 'none') {
      throw new Error(`consumer ${this.consumer} of stream ${this.stream} wants no acknowledgements, so jobs in flight cannot be seen; `
        + 'use a consumer whose ack policy is explicit');
    }
    return info;
  }

  private manager(client: Client): Promise<JetStreamManager> {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    const { jetstreamManager } = require('@nats-io/jetstream') as typeof import('@nats-io/jetstream');
    return jetstreamManager(client, { checkAPI: false, timeout: this.connection.timeoutMs });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
}
