import { Manifest, Path } from '../rule';
import { entries, items, number, text } from './values';
import { View } from './view';
import { Workload } from './workload';

/** Metrics of inference servers and GPUs, by which a worker is known that is not among the manifests. */
const GPU_METRICS = /\b(vllm[:_]|sglang[:_]|tgi_|nv_inference_|DCGM_|triton)/i;

/** KEDA's defaults. */
const DEFAULTS = { minReplicaCount: 0, maxReplicaCount: 100, pollingInterval: 30, cooldownPeriod: 300 };

/** Triggers of a resource metric: they see only pods that run. */
const RESOURCE_TRIGGERS = ['cpu', 'memory'];

/** One trigger of a ScaledObject or a ScaledJob. */
export class Trigger {
  public readonly type: string;

  /** The metadata that is text, as KEDA wants it. */
  public readonly metadata: { readonly [key: string]: string };

  public constructor(public readonly spec: Manifest, public readonly path: Path) {
    this.type = text(spec.type);
    this.metadata = Object.fromEntries(entries(spec.metadata));
  }

  /** Whether a scaler outside of KEDA answers. */
  public get isExternal(): boolean {
    return this.type === 'external' || this.type === 'external-push';
  }

  /** Whether it measures CPU or memory of the pods. */
  public get isResource(): boolean {
    return RESOURCE_TRIGGERS.includes(this.type);
  }

  /** Where an entry of the metadata is. */
  public at(key: string): Path {
    return [...this.path, 'metadata', key];
  }
}

/** The triggers of a ScaledObject or a ScaledJob. */
export function triggersOf(object: Manifest): readonly Trigger[] {
  return items(object.spec?.triggers).map((trigger, index) => new Trigger(trigger, ['spec', 'triggers', index]));
}

/** What has triggers: a ScaledObject or a ScaledJob. */
export class Scaler extends View {
  public readonly triggers: readonly Trigger[];

  public constructor(object: Manifest) {
    super(object);
    this.triggers = triggersOf(object);
  }
}

/** A ScaledObject, with what it scales. */
export class ScaledObject extends Scaler {
  public readonly spec: Manifest;

  /** Whether it scales GPU workers, as far as can be told. */
  public readonly isGpu: boolean;

  public readonly minReplicas: number;
  public readonly maxReplicas: number;

  /** Replicas when idle, if that differs from the minimum. */
  public readonly idleReplicas?: number;

  /** Whether it can come down to nothing. */
  public readonly reachesZero: boolean;

  /** Seconds. */
  public readonly pollingInterval: number;

  /** Seconds. */
  public readonly cooldownPeriod: number;

  public constructor(object: Manifest, /** What it scales, if that is among the manifests. */ public readonly target?: Workload) {
    super(object);
    this.spec = object.spec ?? {};
    this.isGpu = target?.isGpu ?? this.triggers.some(({ metadata }) => GPU_METRICS.test(metadata.query ?? ''));
    this.minReplicas = number(this.spec.minReplicaCount) ?? DEFAULTS.minReplicaCount;
    this.maxReplicas = number(this.spec.maxReplicaCount) ?? DEFAULTS.maxReplicaCount;
    this.idleReplicas = number(this.spec.idleReplicaCount);
    this.reachesZero = (this.idleReplicas ?? this.minReplicas) === 0;
    this.pollingInterval = number(this.spec.pollingInterval) ?? DEFAULTS.pollingInterval;
    this.cooldownPeriod = number(this.spec.cooldownPeriod) ?? DEFAULTS.cooldownPeriod;
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

/** A Service of the cluster with its namespace, as gRPC takes it, and its port. */
const ADDRESS = /^(?:dns:\/\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)(?:\.[a-z0-9.-]+)?(?::(\d+))?$/;

/** Where an external scaler is. */
export interface ScalerService {
  readonly name: string;
  readonly namespace: string;
  readonly port?: number;
}

/** The Service that an external trigger names; nothing if it names something else, or leaves the namespace out. */
export function scalerService({ isExternal, metadata }: Trigger): ScalerService | undefined {
  const [matched, name, namespace, port] = (isExternal ? ADDRESS.exec(metadata.scalerAddress ?? '') : null) ?? [];
  return matched === undefined ? undefined : { name, namespace, port: number(port) };
}

/** The Services that external triggers name, as `name.namespace`. */
export function scalerServices(scaledObjects: readonly ScaledObject[]): ReadonlySet<string> {
  const services = scaledObjects.flatMap(({ triggers }) => triggers.flatMap((trigger) => scalerService(trigger) ?? []));
  return new Set(services.map(({ name, namespace }) => `${name}.${namespace}`));
}
