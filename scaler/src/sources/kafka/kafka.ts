import { KafkaSourceMetadata } from '../../../../lib/contract';
import { KafkaConnection, PartitionBounds } from '../../connections/kafka-connection';
import { Reading, Source } from '../source';

/** What a consumer group has not committed, of one topic or of all where it has committed something. It waits or is in flight: Kafka does not tell. */
export class KafkaSource implements Source {
  public readonly description: string;

  public constructor(private readonly connection: KafkaConnection, private readonly metadata: Omit<KafkaSourceMetadata, 'type' | 'connection'>) {
    const { group, topic } = metadata;
    this.description = `${connection.description}: group ${group}, ${topic === undefined ? 'all its topics' : `topic ${topic}`}`;
  }

  public async read(): Promise<Reading> {
    const { group, topic } = this.metadata;
    // What is committed comes first: a job that is done before the bounds are read is counted once more, and none is left out.
    const committed = await this.connection.committed(group, topic);
    if (committed.size === 0) {
      throw new Error(`${this.description}: the group has no offset of any topic; name the topic in the metric source, or correct the group`);
    }
    const lags = await Promise.all([...committed].map(async ([name, offsets]) => {
      const bounds = await this.connection.bounds(name);
      return bounds.map((partition) => this.lag(name, partition, offsets.get(partition.partition) ?? -1n));
    }));
    return { waiting: lags.flat().reduce((sum, lag) => sum + Number(lag), 0) };
  }

  private lag(topic: string, { partition, first, end }: PartitionBounds, committed: bigint): bigint {
    if (committed > end) {
      throw new Error(`${this.description}: offset ${committed} of partition ${partition} of topic ${topic} is beyond its end, ${end}; `
        + 'let workers read with isolation.level=read_committed, or reset the offset if messages were lost');
    }
    if (committed >= first) {
      return end - committed;
    }
    return this.metadata.offsetReset === 'earliest' ? end - first : 1n;
  }
}
