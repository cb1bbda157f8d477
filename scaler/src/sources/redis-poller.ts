import { setTimeout as sleep } from 'node:timers/promises';
import { RedisWatcher } from './redis-watcher';
import { WatchedKeys } from './watched-keys';
import { RedisClient } from '../connections/redis-client';
import { RedisConnection } from '../connections/redis-connection';
import { Log } from '../log';

/** How often a few keys are looked at. */
const LOOK_MS = 50;

/** Many keys are looked at less often: this many a second in all. */
const LOOKS_PER_SECOND = 2000;

/** How long to wait after an error. */
const RETRY_MS = 250;

/**
 * Looks at a key.
 *
 * @param before what was seen last; nothing the first time
 * @returns what is seen now: something else than before when a job has arrived
 */
export type Look = (client: RedisClient, key: string, before: string | undefined) => Promise<string>;

/** Notices jobs by looking often, where Redis tells nobody of them. A watch begins with a call back. */
export class RedisPoller implements RedisWatcher {
  private readonly seen = new Map<string, string>();
  private readonly watched = new WatchedKeys((key) => this.seen.delete(key));
  private running = false;
  private closed = false;

  /** @param isTold whether a key needs no look now, because Redis tells of it */
  public constructor(
    private readonly connection: RedisConnection, private readonly log: Log,
    private readonly look: Look, private readonly isTold: (key: string) => boolean = () => false,
  ) {}

  public watch(key: string, onChange: () => void): () => void {
    const end = this.watched.add(key, onChange);
    if (!this.running) {
      this.running = true;
      void this.loop();
    }
    return end;
  }

  public close(): void {
    this.closed = true;
  }

  private async loop(): Promise<void> {
    let failing = false;
    for (let keys = this.watched.keys; !this.closed && keys.length > 0; keys = this.watched.keys) {
      let wait = Math.max(LOOK_MS, 1000 * keys.length / LOOKS_PER_SECOND);
      try {
        await this.connection.run((client) => Promise.all(keys.filter((key) => !this.isTold(key)).map((key) => this.lookAt(client, key))));
        failing = false;
      } catch (error) {
        if (!this.closed && !failing) {
          this.log('warn', 'watch interrupted', { address: this.connection.address, problem: (error as Error).message });
        }
        failing = true;
        this.seen.clear();
        wait = RETRY_MS;
      }
      await sleep(wait, undefined, { ref: false });
    }
    this.running = false;
  }

  private async lookAt(client: RedisClient, key: string): Promise<void> {
    const before = this.seen.get(key);
    let now: string;
    try {
      now = await this.look(client, key, before);
    } catch (error) {
      if ((error as Error).name === 'ReplyError') {
        return; // reading it gives the same error, which is logged there
      }
      throw error;
    }
    if (now !== before && this.watched.has(key)) {
      this.seen.set(key, now);
      this.watched.notify(key);
    }
  }
}
