import { Composite } from './composite';
import { Queue, QUEUE_TIMES, QueueTimes, Readings } from './queue';
import { SourceRegistry } from './sources/registry';
import { Source } from './sources/source';
import { ReadingSubject } from './tracing';
import { CompositeMetadata, LeafSourceMetadata, leavesOf, partsOf, SourceMetadata } from '../../lib/contract';

/** The queues that are read, one for each source, whoever asks for it: a trigger, or one that puts several together. */
export class Queues {
  private readonly queues = new Map<string, Queue>();

  public constructor(private sources: SourceRegistry, private readonly times: QueueTimes = QUEUE_TIMES) {}

  /**
   * @throws ContractError if the metadata names what this scaler does not have
   */
  public of(source: SourceMetadata): Readings {
    const parts = partsOf(source);
    return parts === undefined
      ? this.queueOf(source as LeafSourceMetadata)
      : new Composite(source as CompositeMetadata<SourceMetadata>, parts.map((part) => this.of(part)));
  }

  /** Reads everything from other sources from now on. What they do not have any more is an error whenever it is read. */
  public readFrom(sources: SourceRegistry): void {
    this.sources = sources;
    for (const [key, queue] of this.queues) {
      queue.readFrom(this.sourceOrError(JSON.parse(key) as LeafSourceMetadata, queue.description));
    }
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

  private sourceOrError(metadata: LeafSourceMetadata, description: string): Source {
    try {
      return this.sources.source(metadata);
    } catch (error) {
      return { description, read: () => Promise.reject(error as Error) };
    }
  }

  private queueOf(source: LeafSourceMetadata): Queue {
    const key = keyOf(source);
    const queue = this.queues.get(key) ?? new Queue(this.sources.source(source), this.times, subjectOf(source));
    this.queues.set(key, queue);
    return queue;
  }
}

function subjectOf(source: LeafSourceMetadata): ReadingSubject {
  return { type: source.type, connection: 'connection' in source ? source.connection : undefined };
}

function keyOf(source: LeafSourceMetadata): string {
  return JSON.stringify(source);
}
