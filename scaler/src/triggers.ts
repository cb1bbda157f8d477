import { ScaledObjectRef } from './external-scaler-proto';
import { Readings } from './queue';
import { Queues } from './queues';
import { TargetOverrides } from './target-overrides';
import { parseTriggerMetadata, TriggerMetadata } from '../../lib/contract';

/** KEDA never says that an object is gone: what nobody has asked for in this time is forgotten. */
const FORGET_AFTER_MS = 10 * 60_000;

/** How often what is unused is looked for, at most: a fleet that starts has thousands of new objects at once. */
const SWEEP_EVERY_MS = 60_000;

/** What a call is about. */
export interface Trigger {
  readonly metadata: TriggerMetadata;
  readonly queue: Readings;
  /** The object, as `namespace/name`. */
  readonly object: string;
}

/** Finds the trigger that a call is about: by all of its metadata, since two triggers of an object differ in nothing else. */
export class Triggers {
  private readonly known = new Map<string, { readonly trigger: Trigger; usedAt: number }>();
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
      return existing.trigger;
    }
    if (now - this.sweptAt > SWEEP_EVERY_MS) {
      this.sweptAt = now;
      this.forgetUnused(now);
    }
    const metadata = parseTriggerMetadata(ref.scalerMetadata);
    const trigger = { metadata, queue: this.queues.of(metadata.source), object: `${ref.namespace}/${ref.name}` };
    this.known.set(key, { trigger, usedAt: now });
    return trigger;
  }

  /** The target that the HPA should have now. */
  public target({ metadata, object }: Trigger): number {
    return this.overrides.of(object) ?? metadata.jobsPerReplica;
  }

  private forgetUnused(now: number): void {
    for (const [key, { usedAt }] of this.known) {
      if (now - usedAt > FORGET_AFTER_MS) {
        this.known.delete(key);
      }
    }
    this.queues.keepOnly([...this.known.values()].map(({ trigger }) => trigger.metadata.source));
  }
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
