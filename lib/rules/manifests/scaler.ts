import { Manifest } from '../rule';
import { Trigger, triggersOf } from './trigger';
import { number } from './values';
import { View } from './view';
import { Workload } from './workload';

/** Metrics of inference servers and GPUs, by which a worker is known that is not among the manifests. */
const GPU_METRICS = /\b(vllm[:_]|sglang[:_]|tgi_|nv_inference_|DCGM_|triton)/i;

/** KEDA's defaults. */
const DEFAULTS = { minReplicaCount: 0, maxReplicaCount: 100, pollingInterval: 30 };

/** What has triggers: a ScaledObject or a ScaledJob. */
export abstract class Scaler extends View {
  public readonly spec: Manifest;
  public readonly triggers: readonly Trigger[];

  /** Whether it scales GPU workers, as far as can be told. */
  public readonly isGpu: boolean;

  /** Replicas, or Jobs. */
  public readonly minReplicas: number;

  /** Replicas, or Jobs. */
  public readonly maxReplicas: number;

  /** Seconds. */
  public readonly pollingInterval: number;

  public constructor(object: Manifest, /** What makes its pods, if that is among the manifests. */ public readonly target?: Workload) {
    super(object);
    this.spec = object.spec ?? {};
    this.triggers = triggersOf(object);
    this.isGpu = target?.isGpu ?? this.triggers.some(({ queries }) => queries.some((query) => GPU_METRICS.test(query.text)));
    this.minReplicas = number(this.spec.minReplicaCount) ?? DEFAULTS.minReplicaCount;
    this.maxReplicas = number(this.spec.maxReplicaCount) ?? DEFAULTS.maxReplicaCount;
    this.pollingInterval = number(this.spec.pollingInterval) ?? DEFAULTS.pollingInterval;
  }

  /** Whether it can come down to nothing. */
  public abstract get reachesZero(): boolean;
}
