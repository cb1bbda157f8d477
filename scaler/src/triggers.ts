import { createHash } from 'node:crypto';
import { ScaledObjectRef } from './external-scaler-proto';
import { Queue, QueueTimes } from './queue';
import { SourceRegistry } from './sources/registry';
import { TargetOverrides } from './target-overrides';
import { parseTriggerMetadata, SourceMetadata, TriggerMetadata } from '../../lib/contract';

/** KEDA never says that an object is gone: what nobody has asked for in this time is forgotten. */
const FORGET_AFTER_MS = 10 * 60_000;

/** How often what is unused is looked for, at most: a fleet that starts has thousands of new objects at once. */
const SWEEP_EVERY_MS = 60_000;

/** What a call is about. */
export interface Trigger {
  readonly metadata: TriggerMetadata;
  readonly queue: Queue;
  /** The object, as `namespace/name`. */
  readonly object: string;
}

/** Finds the trigger that a call is about: by all of its metadata, since two triggers of an object differ in nothing else. */
export class Triggers {
  private readonly known = new Map<string, { readonly trigger: Trigger; usedAt: number }>();
  private readonly queues = new Map<string, Queue>();
  private sweptAt = performance.now();

  public constructor(private readonly sources: SourceRegistry, private readonly overrides: TargetOverrides, private readonly times: QueueTimes) {}

  /**
   * @throws ContractError if the metadata is wrong
   */
  public find(ref: ScaledObjectRef): Trigger {
    const key = keyOf(ref);
    const now = performance.now();
    const existing = this.known.get(key);
    if (existing !== undefined) {
      existing.usedAt = now;
      return existing.trigger;
    }
    if (now - this.sweptAt > SWEEP_EVERY_MS) {
      this.sweptAt = now;
      this.forgetUnused(now);
    }
    const metadata = parseTriggerMetadata(ref.scalerMetadata);
    const trigger = { metadata, queue: this.queueOf(metadata.source), object: `${ref.namespace}/${ref.name}` };
    this.known.set(key, { trigger, usedAt: now });
    return trigger;
  }

  /** The target that the HPA should have now. */
  public target({ metadata, object }: Trigger): number {
    return this.overrides.of(object) ?? metadata.jobsPerReplica;
  }

  /** The queues that are remembered. */
  public readQueues(): Iterable<Queue> {
    return this.queues.values();
  }

  private queueOf(source: SourceMetadata): Queue {
    const key = JSON.stringify(source);
    const queue = this.queues.get(key) ?? new Queue(this.sources.source(source), this.times);
    this.queues.set(key, queue);
    return queue;
  }

  private forgetUnused(now: number): void {
    for (const [key, { usedAt }] of this.known) {
      if (now - usedAt > FORGET_AFTER_MS) {
        this.known.delete(key);
      }
    }
    const used = new Set([...this.known.values()].map(({ trigger }) => trigger.queue));
    for (const [key, queue] of this.queues) {
      if (!used.has(queue)) {
        this.queues.delete(key);
      }
    }
  }
}

function keyOf(ref: ScaledObjectRef): string {
  const metadata = Object.entries(ref.scalerMetadata).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha1').update(JSON.stringify([ref.namespace, ref.name, metadata])).digest('base64');
}
