import { REDIS_CONNECTIONS } from './redis';
import { SourceKind } from './source-kind';
import { text } from '../fields';

/** The work outstanding in a Redis Stream: consumer-group lag plus pending entries. */
export interface RedisStreamSourceMetadata {
  readonly type: 'redis-stream';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Key of the stream. */
  readonly stream: string;
  /** Consumer group that the workers read with. */
  readonly group: string;
}

export const redisStream: SourceKind<RedisStreamSourceMetadata> = {
  connection: REDIS_CONNECTIONS,
  fields: { connection: text, stream: text, group: text },
};
