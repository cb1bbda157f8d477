/** The part of a ScaledObject that the scale loop of KEDA's operator goes by. Times in seconds. */
export interface ScaleLoopSpec {
  /** @default 0 */
  readonly minReplicaCount?: number;
  /** @default - none */
  readonly idleReplicaCount?: number;
  /** @default 300 */
  readonly cooldownPeriod?: number;
  /** @default 0 */
  readonly initialCooldownPeriod?: number;
  /** Replicas while a source cannot be read; absent holds them. */
  readonly fallbackReplicas?: number;
}

/** What one trigger answered in a poll. */
export type TriggerReading = 'active' | 'inactive' | 'error';

/**
 * KEDA's scale loop for one ScaledObject: the only one to go to and from zero. The HPA does everything between.
 *
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/
 */
export class KedaScaleLoop {
  /** Whole seconds, as in the ScaledObject's status; nothing before the first activity. */
  private lastActive?: number;

  /**
   * @param created when the ScaledObject was created, in seconds
   */
  public constructor(private readonly spec: ScaleLoopSpec, private readonly created: number = 0) {}

  /**
   * One poll.
   *
   * @returns the replicas that KEDA writes; `replicas` where it leaves them
   */
  public poll(now: number, readings: readonly TriggerReading[], replicas: number): number {
    if (readings.includes('active')) {
      return this.active(now, readings.includes('error'), replicas);
    }
    if (readings.includes('error') && this.spec.fallbackReplicas !== 0) {
      return replicas;
    }
    return this.inactive(now, replicas);
  }

  /** A push scaler told of activity; one that tells of inactivity is not listened to. */
  public push(now: number, replicas: number): number {
    return this.active(now, false, replicas);
  }

  private active(now: number, failed: boolean, replicas: number): number {
    const { minReplicaCount = 0, idleReplicaCount } = this.spec;
    if (replicas === 0 || (idleReplicaCount !== undefined && replicas < minReplicaCount)) {
      this.lastActive = Math.floor(now);
      return Math.max(minReplicaCount, 1);
    }
    if (!failed) {
      this.lastActive = Math.floor(now);
    }
    return replicas;
  }

  private inactive(now: number, replicas: number): number {
    const { minReplicaCount = 0, idleReplicaCount } = this.spec;
    if ((idleReplicaCount !== undefined && replicas > idleReplicaCount) || (replicas > 0 && minReplicaCount === 0)) {
      // From any number in one step: no policy of the HPA applies.
      return this.cooledDown(now) ? idleReplicaCount ?? minReplicaCount : replicas;
    }
    return idleReplicaCount === undefined ? Math.max(replicas, minReplicaCount) : replicas;
  }

  private cooledDown(now: number): boolean {
    const { cooldownPeriod = 300, initialCooldownPeriod = 0 } = this.spec;
    return this.lastActive === undefined ? now > this.created + initialCooldownPeriod : now > this.lastActive + cooldownPeriod;
  }
}
