/** The app that the node scenarios scale by hand. */
import { Chart, Duration } from 'cdk8s';
import { inNamespace, Manifest, synthesize } from './synthesize';
import {
  Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuNodePool, GpuSlice, MetricSource, ModelCacheDaemonSet, NodeClass, NodePoolTier,
  ScalerTls, WarmPool, WarmPoolEngine,
} from 'cdk8s-gpu-autoscaler';

export interface WorkerAppOptions {
  /** Namespace, NodePool and Deployment have this name; with tiers, the NodePools' names begin with it. */
  readonly name: string;
  readonly maxGpus: number;
  /** Start of a machine, seconds. */
  readonly nodeStart: number;
  readonly tiers?: NodePoolTier[];
  readonly slice?: GpuSlice;
  readonly warm?: { readonly spare: number; readonly engine: WarmPoolEngine };
}

/** The shortest grace of a worker (the longest job of 1 s and 30 s), below which the pool's `consolidateAfter` may not be. Seconds. */
export const SHORTEST_CONSOLIDATE_AFTER = 31;

/** Karpenter's own part of giving up an empty node, at most: loop 10 s, validation 15 s, drain and termination 6 s, and 5 s for a busy machine. Seconds. */
export const KARPENTER_GIVES_UP = 36;

/**
 * A10G workers on kwok's machines, with a model cache and, if wanted, a warm pool.
 *
 * Without scaler and ScaledObject, because the test takes KEDA's place; for the same reason the worker starts with 0 replicas, to which KEDA would have taken it.
 */
export function workerApp({ name, maxGpus, nodeStart, tiers, slice, warm }: WorkerAppOptions): Manifest[] {
  const objects = synthesize(inNamespace(name, (chart: Chart) => {
    const nodePool = new GpuNodePool(chart, 'gpus', {
      nodeClass: NodeClass.kwok({ nodeRegistrationDelay: Duration.seconds(nodeStart) }),
      gpu: Gpu.A10G,
      maxGpus,
      tiers,
      slice,
      consolidateAfter: Duration.seconds(SHORTEST_CONSOLIDATE_AFTER),
      metadata: { name },
    });
    const worker = new GpuAutoscaledWorker(chart, 'worker', {
      image: 'registry.example.com/worker:1.0.0',
      nodePool,
      scaler: new ExternalScaler(chart, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis' }) }, tls: ScalerTls.none() }),
      source: MetricSource.redisStream({ connection: 'jobs', stream: 'jobs', group: 'workers' }),
      jobsPerReplica: 1,
      maxReplicas: maxGpus,
      maxJobDuration: Duration.seconds(1),
      metadata: { name },
    });
    new ModelCacheDaemonSet(chart, 'cache', { nodePool, images: [worker.image] });
    if (warm !== undefined) {
      new WarmPool(chart, 'warm', { worker, ...warm });
    }
  }));
  return objects
    .filter(({ kind, metadata }) => kind !== 'ScaledObject' && metadata.labels?.['app.kubernetes.io/component'] !== 'external-scaler')
    .map((object) => object.kind === 'Deployment' && object.metadata.name === name ? { ...object, spec: { ...object.spec, replicas: 0 } } : object);
}

/** Label selectors of the pods of a worker app. */
export const PODS = {
  worker: 'app.kubernetes.io/component=worker',
  placeholder: 'app.kubernetes.io/component=warm-pool',
  cache: 'app.kubernetes.io/component=model-cache',
} as const;
