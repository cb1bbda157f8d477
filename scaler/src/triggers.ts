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

/** Finds the trigger that a call is about: by all of its metadata, since two triggers of an object differ in nothing else. */
export class Triggers {
  /** Those used last are the last. */
  private readonly known = new Map<string, { readonly trigger: Trigger; usedAt: number }>();
  private bytes = 0;
  private sweptAt = performance.now();

  public constructor(private readonly queues: Queues, private readonly overrides: TargetOverrides) {}

  /**
   * @throws ContractError if the metadata is wrong
   */
  public find(ref: ScaledObjectRef): Trigger {
    const key = keyOf(ref);
    const now = performance.now();
    const existing = this.known.get(key);
    if (existing !== undefined) {
      existing.usedAt = now;
      this.known.delete(key);
      this.known.set(key, existing);
      return existing.trigger;
    }
    if (now - this.sweptAt > SWEEP_EVERY_MS) {
      this.sweptAt = now;
      this.forgetWhile(({ usedAt }) => now - usedAt > FORGET_AFTER_MS);
    }
    const metadata = parseTriggerMetadata(ref.scalerMetadata);
    const trigger = { metadata, queue: this.queues.of(metadata.source), object: `${ref.namespace}/${ref.name}` };
    this.known.set(key, { trigger, usedAt: now });
    this.bytes += bytesOf(key);
    if (this.bytes > MOST_REMEMBERED) {
      this.forgetWhile(() => this.bytes > KEPT * MOST_REMEMBERED);
    }
    return trigger;
  }

  /** The target that the HPA should have now. */
  public target({ metadata, object }: Trigger): number {
    return this.overrides.of(object) ?? metadata.jobsPerReplica;
  }

  private forgetWhile(unneeded: (known: { readonly usedAt: number }) => boolean): void {
    for (const [key, known] of this.known) {
      if (!unneeded(known)) {
        break;
      }
      this.known.delete(key);
      this.bytes -= bytesOf(key);
    }
    this.queues.keepOnly([...this.known.values()].map(({ trigger }) => trigger.metadata.source));
  }
}

function bytesOf(key: string): number {
  return TRIGGER_BYTES + FORMS * key.length;
}

/** Unlike for unlike metadata, whatever is in it: each part begins with its length. KEDA sends the entries in no order. */
function keyOf({ namespace, name, scalerMetadata }: ScaledObjectRef): string {
  let key = part(namespace) + part(name);
  for (const entry of Object.keys(scalerMetadata).sort()) {
    key += part(entry) + part(scalerMetadata[entry]);
  }
  return key;
}

function part(text: string): string {
  return `${text.length}:${text}`;
}
