import { RedisClient } from '../../connections/redis-client';
import { RedisConnection } from '../../connections/redis-connection';
import { RedisWatcher } from '../redis-watcher';
import { Reading, Source } from '../source';

/** Entries are counted one by one where Redis does not know the lag; beyond this many the exact number no longer matters. */
export const COUNT_CAP = 10_000;

/** Entries hold whatever producers put into them, and a page of them is held in memory: this much of it, about. */
const PAGE_BYTES = 1_000_000;

const FIRST_PAGE = 10;
const LARGEST_PAGE = 1000;

/** A consumer group, as `XINFO GROUPS` shows it. */
interface Group {
  readonly pending: number;
  readonly lastDeliveredId: string;
  /** Entries not yet delivered; `null` where entries were deleted ahead of the group, or it began in the middle. */
  readonly lag: number | null;
}

/**
 * The work outstanding in a Redis Stream: waiting is the lag of the consumer group, in flight are its pending entries.
 *
 * Never the length of the stream, which does not fall when entries are acknowledged. A user of an ACL has to be allowed INFO, XINFO, XLEN,
 * XRANGE, XREVRANGE, XREAD, CLIENT ID and CLIENT UNBLOCK.
 *
 * @see https://redis.io/docs/latest/commands/xinfo-groups/
 */
export class RedisStreamSource implements Source {
  public readonly description: string;

  public constructor(
    private readonly connection: RedisConnection, private readonly watcher: RedisWatcher,
    private readonly stream: string, private readonly group: string,
  ) {
    this.description = `${connection.description}: stream ${stream}, group ${group}`;
  }

  public read(signal: AbortSignal): Promise<Reading> {
    return this.connection.run(async (client) => {
      const groups = await this.groups(client);
      if (groups === undefined) {
        return { waiting: 0, inFlight: 0 }; // no such key: nobody has added a job yet
      }
      const group = groups.get(this.group);
      if (group === undefined) {
        return { waiting: await client.xlen(this.stream), inFlight: 0 }; // the group comes with the first worker, and everything waits for it
      }
      // Redis takes the number of entries that the group has read from whoever sets it, so a lag of 0 is believed only if there are none behind.
      const waiting = group.lag !== null && group.lag > 0 ? group.lag : await this.countAfter(client, group.lastDeliveredId, signal);
      return { waiting, inFlight: group.pending };
    });
  }

  public watch(onChange: () => void): () => void {
    return this.watcher.watch(this.stream, onChange);
  }

  private async groups(client: RedisClient): Promise<Map<string, Group> | undefined> {
    let rows: unknown[][];
    try {
      rows = await client.xinfo('GROUPS', this.stream) as unknown[][];
    } catch (error) {
      const { message } = error as Error;
      if (message.startsWith('ERR no such key')) {
        return undefined;
      }
      if (message.startsWith('WRONGTYPE')) {
        throw new Error(`key ${this.stream} is not a stream; correct the stream of the metric source, or remove the key`);
      }
      throw error;
    }
    return new Map(rows.map((row) => [String(fieldOf(row, 'name')), this.groupOf(row)]));
  }

  private groupOf(row: unknown[]): Group {
    const lag = fieldOf(row, 'lag');
    if (lag === undefined) {
      throw new Error('XINFO GROUPS has no lag; Redis 7.0 or newer is needed');
    }
    return { pending: Number(fieldOf(row, 'pending')), lastDeliveredId: String(fieldOf(row, 'last-delivered-id')), lag: lag === null ? null : Number(lag) };
  }

  private async countAfter(client: RedisClient, lastDeliveredId: string, signal: AbortSignal): Promise<number> {
    let count = 0;
    let after = lastDeliveredId;
    let page = FIRST_PAGE;
    while (count < COUNT_CAP) {
      signal.throwIfAborted();
      const entries = await client.xrange(this.stream, `(${after}`, '+', 'COUNT', page);
      count += entries.length;
      if (entries.length < page) {
        return Math.min(count, COUNT_CAP);
      }
      after = entries[entries.length - 1][0];
      page = Math.max(1, Math.min(LARGEST_PAGE, Math.floor(PAGE_BYTES * entries.length / sizeOf(entries))));
    }
    return COUNT_CAP;
  }
}

/** About how many bytes a page of entries is, at least 1. */
function sizeOf(entries: ReadonlyArray<[id: string, fields: string[]]>): number {
  return entries.reduce((sum, [id, fields]) => fields.reduce((size, { length }) => size + length, sum + id.length), 1);
}

/** A field of a flat list of names and values. */
function fieldOf(row: readonly unknown[], name: string): unknown {
  // Only every second one is a name: a group may be called "lag".
  const index = row.findIndex((value, position) => position % 2 === 0 && value === name);
  return index === -1 ? undefined : row[index + 1];
}
