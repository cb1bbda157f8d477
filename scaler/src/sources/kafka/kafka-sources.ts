import { KafkaSource } from './kafka';
import { KafkaSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Consumer groups of Kafka. */
export class KafkaSources implements SourceKind<KafkaSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source(metadata: KafkaSourceMetadata): KafkaSource {
    return new KafkaSource(this.connections.get('kafka', metadata.connection), metadata);
  }
}
