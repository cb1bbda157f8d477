import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  Connection, ExternalScaler, ExternalScalerProps, Gpu, GpuAutoscaledWorker, GpuAutoscaledWorkerProps, GpuNodePool, GpuNodePoolProps,
  MetricSource, NodeClass, ScalerTls,
} from '../../lib';

/** A Kubernetes object as synthesized. */
export type Manifest = any;

/** A chart in a namespace, as users write it. */
export function newChart(): Chart {
  return new Chart(new App(), 'chart', { namespace: 'ml-platform' });
}

/** The objects of a chart, found by kind. */
export class Synthesized {
  public readonly objects: Manifest[];

  public constructor(chart: Chart) {
    this.objects = Testing.synth(chart);
  }

  /** The only object of a kind; a part of its name tells several apart. */
  public one(kind: string, part: string = ''): Manifest {
    const found = this.objects.filter((object) => object.kind === kind && object.metadata.name.includes(part));
    if (found.length !== 1) {
      throw new Error(`expected one ${kind} ${part}, found ${found.length} among ${this.objects.map((object) => `${object.kind}/${object.metadata.name}`).join(', ')}`);
    }
    return found[0];
  }
}

/** The values that a NodePool requires of a label; nothing if it does not name it. */
export function requirement(nodePool: Manifest, key: string): string[] | undefined {
  return nodePool.spec.template.spec.requirements.find((entry: Manifest) => entry.key === key)?.values;
}

/** A scaler with one Redis connection named `jobs`, in plain text. */
export function newScaler(chart: Chart, props: Partial<ExternalScalerProps> = {}): ExternalScaler {
  return new ExternalScaler(chart, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis.ml-platform' }) }, tls: ScalerTls.none(), ...props });
}

/** A pool of twenty A10G on fake machines. */
export function newPool(chart: Chart, props: Partial<GpuNodePoolProps> = {}): GpuNodePool {
  return new GpuNodePool(chart, 'gpus', { nodeClass: NodeClass.kwok(), gpu: Gpu.A10G, maxGpus: 20, ...props });
}

/** The worker of the smallest useful app. */
export function newWorker(chart: Chart, props: Partial<GpuAutoscaledWorkerProps> = {}, id: string = 'worker'): GpuAutoscaledWorker {
  return new GpuAutoscaledWorker(chart, id, {
    image: 'registry.example.com/worker:1.0.0',
    nodePool: props.nodePool ?? newPool(chart),
    scaler: 'scaler' in props ? props.scaler : newScaler(chart),
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'inference-jobs', group: 'workers' }),
    jobsPerReplica: 5,
    maxReplicas: 20,
    maxJobDuration: Duration.minutes(2),
    ...props,
  });
}
