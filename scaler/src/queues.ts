import { Composite } from './composite';
import { Queue, QUEUE_TIMES, QueueTimes, Readings } from './queue';
import { SourceRegistry } from './sources/registry';
import { CompositeMetadata, LeafSourceMetadata, leavesOf, partsOf, SourceMetadata } from '../../lib/contract';

/** The queues that are read, one for each source, whoever asks for it: a trigger, or one that puts several together. */
export class Queues {
  private readonly queues = new Map<string, Queue>();

  public constructor(private readonly sources: SourceRegistry, private readonly times: QueueTimes = QUEUE_TIMES) {}

  /**
   * @throws ContractError if the metadata names what this scaler does not have
   */
  public of(source: SourceMetadata): Readings {
    const parts = partsOf(source);
    return parts === undefined
      ? this.queueOf(source as LeafSourceMetadata)
      : new Composite(source as CompositeMetadata<SourceMetadata>, parts.map((part) => this.of(part)));
  }

  /** All that are remembered. */
  public all(): Iterable<Queue> {
    return this.queues.values();
  }

  /** Forgets what is in none of these sources. */
  public keepOnly(sources: readonly SourceMetadata[]): void {
    const used = new Set(sources.flatMap(leavesOf).map(keyOf));
    for (const key of this.queues.keys()) {
      if (!used.has(key)) {
        this.queues.delete(key);
      }
    }
  }

  private queueOf(source: LeafSourceMetadata): Queue {
    const key = keyOf(source);
    const queue = this.queues.get(key) ?? new Queue(this.sources.source(source), this.times);
    this.queues.set(key, queue);
    return queue;
  }
}

function keyOf(source: LeafSourceMetadata): string {
  return JSON.stringify(source);
}
