import { Scaler } from './scaler';
import { number, text } from './values';

/** KEDA's default. Seconds. */
const COOLDOWN = 300;

/** A ScaledObject, and another one before it that has taken the same. */
export interface TakenTwice {
  readonly scaled: ScaledObject;
  /** The other's name. */
  readonly other: string;
}

/** Which of them take what only one of a namespace may have. One that is there again, from another file, takes nothing again. */
export function takenTwice(scaledObjects: readonly ScaledObject[], taken: (scaled: ScaledObject) => string): readonly TakenTwice[] {
  const first = new Map<string, string>();
  return scaledObjects.flatMap((scaled) => {
    const key = `${scaled.namespace} ${taken(scaled)}`;
    const other = first.get(key);
    first.set(key, other ?? scaled.name);
    return other === undefined || other === scaled.name ? [] : [{ scaled, other }];
  });
}

/** A ScaledObject, with what it scales. */
export class ScaledObject extends Scaler {
  public get reachesZero(): boolean {
    return (this.idleReplicas ?? this.minReplicas) === 0;
  }

  /** Replicas when idle, if that differs from the minimum. */
  public get idleReplicas(): number | undefined {
    return number(this.spec.idleReplicaCount);
  }

  /** Seconds. */
  public get cooldownPeriod(): number {
    return number(this.spec.cooldownPeriod) ?? COOLDOWN;
  }

  /** The name of the HPA that KEDA makes. */
  public get hpaName(): string {
    return text(this.spec.advanced?.horizontalPodAutoscalerConfig?.name) || `keda-hpa-${this.name}`;
  }

  /** The target's kind and name. */
  public get targetName(): string {
    return `${text(this.spec.scaleTargetRef?.kind) || 'Deployment'} ${text(this.spec.scaleTargetRef?.name)}`;
  }
}
