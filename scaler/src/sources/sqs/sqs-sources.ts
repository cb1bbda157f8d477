import { SqsSource } from './sqs';
import { SqsSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Queues of Amazon SQS. */
export class SqsSources implements SourceKind<SqsSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection, queue, includeDelayed }: SqsSourceMetadata): SqsSource {
    return new SqsSource(this.connections.get('sqs', connection), queue, includeDelayed);
  }

  public close(): void {
    // Connections are closed by themselves.
  }
}
