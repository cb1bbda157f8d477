import { ScaledObjectRef } from './external-scaler-proto';
import { Readings } from './queue';
import { Queues } from './queues';
import { TargetOverrides } from './target-overrides';
import { parseTriggerMetadata, TriggerMetadata } from '../../lib/contract';

/** KEDA never says that an object is gone: what nobody has asked for in this time is forgotten. */
const FORGET_AFTER_MS = 10 * 60_000;

/** How often what is unused is looked for, at most: a fleet that starts has thousands of new objects at once. */
const SWEEP_EVERY_MS = 60_000;

/**
 * How much is remembered at most, in bytes, roughly: some 11,000 triggers with metadata as the library writes it. With more of them, those that
 * nobody has asked for the longest are read anew when somebody does.
 */
const MOST_REMEMBERED = 52e6;

/** What one needs beside its metadata, which is kept in several forms. */
const TRIGGER_BYTES = 4000;
const FORMS = 3;

/** When there is too much, so much of it stays. */
const KEPT = 0.75;

/** What a call is about. */
export interface Trigger {
  readonly metadata: TriggerMetadata;
  readonly queue: Readings;
  /** The object, as `namespace/name`. */
  readonly object: string;
}

/** What is remembered of one. */
interface Known {
  readonly trigger: Trigger;
  /** As it came, and how many entries that are. */
  readonly metadata: ScaledObjectRef['scalerMetadata'];
  readonly entries: number;
  readonly bytes: number;
  usedAt: number;
}

/** Finds the trigger that a call is about: by all of its metadata, since two triggers of an object differ in nothing else. */
export class Triggers {
  /** One for each trigger of an object, with the metadata that it had last. Those used last are the last. */
  private readonly known = new Map<string, Known>();
  /** What they need, and what the queues need of those that are no longer known. */
  private bytes = 0;
  private sweptAt = performance.now();

  public constructor(private readonly queues: Queues, private readonly overrides: TargetOverrides) {}

  /**
   * @throws ContractError if the metadata is wrong
   */
  public find({ namespace, name, scalerMetadata }: ScaledObjectRef): Trigger {
    const object = `${namespace}/${name}`;
    const key = `${object}/${scalerMetadata.triggerId}/${scalerMetadata.metricName}`;
    const now = performance.now();
    const existing = this.known.get(key);
    this.known.delete(key);
    if (existing !== undefined && hasMetadata(existing, scalerMetadata)) {
      existing.usedAt = now;
      this.known.set(key, existing);
      return existing.trigger;
    }
    if (now - this.sweptAt > SWEEP_EVERY_MS) {
      this.sweptAt = now;
      this.forgetWhile(({ usedAt }) => now - usedAt > FORGET_AFTER_MS);
    }
    const metadata = parseTriggerMetadata(scalerMetadata);
    const trigger = { metadata, queue: this.queues.of(metadata.source), object };
    const bytes = bytesOf(object, scalerMetadata);
    this.known.set(key, { trigger, metadata: scalerMetadata, entries: Object.keys(scalerMetadata).length, bytes, usedAt: now });
    this.bytes += bytes;
    if (this.bytes > MOST_REMEMBERED) {
      this.forgetWhile(() => this.bytes > KEPT * MOST_REMEMBERED);
    }
    return trigger;
  }

  /** The target that the HPA should have now. */
  public target({ metadata, object }: Trigger): number {
    return this.overrides.of(object) ?? metadata.jobsPerReplica;
  }

  private forgetWhile(unneeded: (known: Known) => boolean): void {
    this.bytes = [...this.known.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, known] of this.known) {
      if (!unneeded(known)) {
        break;
      }
      this.known.delete(key);
      this.bytes -= known.bytes;
    }
    this.queues.keepOnly([...this.known.values()].map(({ trigger }) => trigger.metadata.source));
  }
}

function bytesOf(object: string, metadata: ScaledObjectRef['scalerMetadata']): number {
  const characters = Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + value.length, object.length);
  return TRIGGER_BYTES + FORMS * characters;
}

/** KEDA sends the entries in no order. Quicker than to build a key of them, with each call. */
function hasMetadata({ metadata, entries }: Known, other: ScaledObjectRef['scalerMetadata']): boolean {
  const keys = Object.keys(other);
  return keys.length === entries && keys.every((key) => metadata[key] === other[key]);
}
