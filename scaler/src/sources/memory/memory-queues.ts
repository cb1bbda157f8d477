import { MemoryQueue } from './memory-queue';
import { ContractError, MemorySourceMetadata } from '../../../../lib/contract';
import { SourceKind } from '../source-kind';

/** The embedded queues, by name; one that nobody has used yet is empty. They are for trying things out, in a scaler without connections. */
export class MemoryQueues implements SourceKind<MemorySourceMetadata> {
  private readonly queues = new Map<string, MemoryQueue>();

  /** @param enabled whether this scaler has embedded queues */
  public constructor(public readonly enabled: boolean) {}

  /** @throws ContractError if this scaler has none */
  public source({ queue }: MemorySourceMetadata): MemoryQueue {
    if (!this.enabled) {
      throw new ContractError('sourceType', 'sourceType: got "memory"; expected a source with a connection, because this scaler has connections '
        + 'and embedded queues are for a scaler without; use another MetricSource, or a scaler without connections');
    }
    return this.queue(queue);
  }

  public queue(name: string): MemoryQueue {
    const existing = this.queues.get(name);
    if (existing !== undefined) {
      return existing;
    }
    const created = new MemoryQueue(name);
    this.queues.set(name, created);
    return created;
  }

  public close(): void {
    this.queues.clear();
  }
}
