import { NatsJetstreamSource } from './nats-jetstream';
import { NatsJetstreamSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Consumers of JetStream streams. */
export class NatsJetstreamSources implements SourceKind<NatsJetstreamSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection, stream, consumer }: NatsJetstreamSourceMetadata): NatsJetstreamSource {
    return new NatsJetstreamSource(this.connections.get('nats', connection), stream, consumer);
  }

  public close(): void {
    // The connections are closed by who opened them.
  }
}
