/** The app of the model cache's scenario. */
import { Chart, Duration } from 'cdk8s';
import { inNamespace, Manifest, synthesize } from './synthesize';
import { PLAYED_ANNOTATION } from '../../src/control-plane/stages';
import {
  CachedModel, Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuNodePool, MetricSource, ModelCacheDaemonSet, NodeClass, NodeLocalDirectory,
  ScalerTls,
} from 'cdk8s-gpu-autoscaler';

export interface ModelCacheAppOptions {
  /** Namespace, NodePool and Deployment have this name. */
  readonly name: string;
  /** Start of a machine, seconds. */
  readonly nodeStart: number;
  readonly url: string;
  readonly sha256: string;
}

/** Name of the model. */
export const MODEL = 'sdxl';

/** Where its file is in the pods. */
export const MODEL_FILE = `/models/${MODEL}/model.safetensors`;

/**
 * Workers on nodes of four GPUs, a model that they wait for, and a startup taint until it is there. All pods are played.
 *
 * Without scaler and ScaledObject, because the test takes KEDA's place; for the same reason the worker starts with 0 replicas.
 */
export function modelCacheApp({ name, nodeStart, url, sha256 }: ModelCacheAppOptions): Manifest[] {
  const objects = synthesize(inNamespace(name, (chart: Chart) => {
    const nodePool = new GpuNodePool(chart, 'gpus', {
      nodeClass: NodeClass.kwok({ nodeRegistrationDelay: Duration.seconds(nodeStart) }),
      gpu: Gpu.A10G,
      gpusPerNode: 4,
      maxGpus: 4,
      metadata: { name },
    });
    const modelCache = new ModelCacheDaemonSet(chart, 'cache', {
      nodePool,
      directory: NodeLocalDirectory.at('/var/lib/models', '/models'),
      models: [CachedModel.https({ name: MODEL, files: [{ url, sha256, path: 'model.safetensors' }] })],
      startupTaint: true,
    });
    new GpuAutoscaledWorker(chart, 'worker', {
      image: 'registry.example.com/worker:1.0.0',
      nodePool,
      modelCache,
      scaler: new ExternalScaler(chart, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis' }) }, tls: ScalerTls.none() }),
      source: MetricSource.redisStream({ connection: 'jobs', stream: 'jobs', group: 'workers' }),
      jobsPerReplica: 1,
      maxReplicas: 4,
      maxJobDuration: Duration.seconds(1),
      metadata: { name },
    });
  }));
  return objects
    .filter(({ kind, metadata }) => kind !== 'ScaledObject' && metadata.labels?.['app.kubernetes.io/component'] !== 'external-scaler')
    .map((object) => (object.kind === 'DaemonSet' || object.kind === 'Deployment' ? played(object) : object));
}

function played({ spec, ...object }: Manifest): Manifest {
  const { metadata, ...template } = spec.template;
  return {
    ...object,
    spec: {
      ...spec,
      ...(object.kind === 'Deployment' ? { replicas: 0 } : {}),
      template: { ...template, metadata: { ...metadata, annotations: { ...metadata.annotations, [PLAYED_ANNOTATION]: 'model-cache' } } },
    },
  };
}
