import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { PostgresqlConnection } from '../../connections/postgresql-connection';
import { Log } from '../../log';
import { WatchedKeys } from '../watched-keys';

/** How long it waits after its session has ended, or could not be opened. */
const RETRY_MS = 500;

/** How often the session is asked whether it is still there. */
const CHECK_MS = 5000;

/**
 * What an application NOTIFYs, over one session for all channels of a database.
 *
 * @see https://www.postgresql.org/docs/current/sql-notify.html
 */
export class PostgresqlNotifications {
  private readonly watched = new WatchedKeys((channel) => this.changed(channel));
  private readonly closed = new AbortController();
  /** The session that listens; none while it is opened, or nothing is watched. */
  private client?: Client;
  private keeping?: Promise<void>;
  private away = false;

  public constructor(private readonly connection: PostgresqlConnection, private readonly log: Log) {}

  /** Calls back with every notification, and when the session is there again: one may have been missed. */
  public watch(channel: string, onNotification: () => void): () => void {
    return this.watched.add(channel, onNotification);
  }

  public close(): void {
    this.closed.abort();
    this.client?.end().catch(() => undefined);
  }

  private changed(channel: string): void {
    const { client } = this;
    if (client !== undefined) {
      this.follow(client, channel).catch(() => client.end().catch(() => undefined));
    }
    this.keeping ??= this.keep().finally(() => {
      this.keeping = undefined;
    });
  }

  private async keep(): Promise<void> {
    const { signal } = this.closed;
    while (this.watched.keys.length > 0 && !signal.aborted) {
      try {
        await this.listen(this.connection.subscriber());
      } catch (error) {
        this.lose((error as Error).message);
      }
      await sleep(RETRY_MS, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }

  /** Listens for as long as something is watched and the session answers. */
  private async listen(client: Client): Promise<void> {
    const ended = new Promise<'ended'>((resolve) => client.once('end', () => resolve('ended')));
    client.on('error', () => undefined); // its end says so too
    client.on('notification', ({ channel }) => this.watched.notify(channel));
    try {
      await client.connect();
      this.client = client;
      for (const channel of this.watched.keys) {
        await this.follow(client, channel);
      }
      this.away = false;
      this.watched.keys.forEach((channel) => this.watched.notify(channel));
      while (this.watched.keys.length > 0 && await Promise.race([ended, sleep(CHECK_MS, undefined, { ref: false })]) !== 'ended') {
        await client.query('SELECT 1');
      }
    } finally {
      this.client = undefined;
      client.end().catch(() => undefined);
    }
  }

  private async follow(client: Client, channel: string): Promise<void> {
    await client.query(`${this.watched.has(channel) ? 'LISTEN' : 'UNLISTEN'} ${client.escapeIdentifier(channel)}`);
  }

  /** The queue is looked at each second all the same. */
  private lose(problem: string): void {
    if (!this.away && !this.closed.signal.aborted) {
      this.log('warn', 'no notifications', { connection: this.connection.description, problem });
    }
    this.away = true;
  }
}
