import { RedisClient } from '../../connections/redis-client';
import { RedisConnection } from '../../connections/redis-connection';
import { Log } from '../../log';
import { RedisPoller } from '../redis-poller';

/**
 * Notices entries in streams of a cluster, by looking every 50 ms.
 *
 * One blocking XREAD waits on streams of one slot only, and streams are spread over 16,384: it would take a connection for each of them.
 */
export class RedisStreamPoller extends RedisPoller {
  public constructor(connection: RedisConnection, log: Log) {
    super(connection, log, lastId);
  }
}

/** The last entry, whose contents are sent only when it is a new one. */
async function lastId(client: RedisClient, stream: string, before: string | undefined): Promise<string> {
  if (before !== undefined && await client.xread('COUNT', 1, 'STREAMS', stream, before) === null) {
    return before;
  }
  const [last] = await client.xrevrange(stream, '+', '-', 'COUNT', 1);
  return last === undefined ? '0-0' : last[0];
}
