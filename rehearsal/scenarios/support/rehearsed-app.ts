/** The apps that the scenarios with played workers rehearse: short times, everything else as by default. */
import { Duration, JsonPatch } from 'cdk8s';
import { inNamespace, Manifest, synthesize } from './synthesize';
import {
  ColdStart, Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuAutoscaledWorkerProps, GpuNodePool, MetricSource, NodeClass,
  ScalerTls,
} from 'cdk8s-gpu-autoscaler';

/** Seconds. */
export interface RehearsedAppOptions {
  readonly name: string;
  readonly maxReplicas: number;
  readonly jobsPerReplica: number;
  readonly maxJob: number;
  /** Shorter than the library admits, so that a scenario need not wait. */
  readonly cooldown: number;
  readonly worker?: Partial<GpuAutoscaledWorkerProps>;
}

/** A10G workers on AWS machines, fed by a Redis Stream. */
export function rehearsedApp({ name, maxReplicas, jobsPerReplica, maxJob, cooldown, worker }: RehearsedAppOptions): Manifest[] {
  return synthesize(inNamespace(name, (chart) => {
    const nodePool = new GpuNodePool(chart, 'gpus', {
      nodeClass: NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml' }),
      gpu: Gpu.A10G,
      maxGpus: maxReplicas,
      consolidateAfter: Duration.seconds(maxJob + 31),
      metadata: { name },
    });
    const { scaledObject } = new GpuAutoscaledWorker(chart, 'worker', {
      image: 'registry.example.com/worker:1.0.0',
      nodePool,
      scaler: new ExternalScaler(chart, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis' }) }, tls: ScalerTls.none() }),
      source: MetricSource.redisStream({ connection: 'jobs', stream: 'inference-jobs', group: 'workers' }),
      jobsPerReplica,
      maxReplicas,
      maxJobDuration: Duration.seconds(maxJob),
      coldStart: ColdStart.of({ nodeStart: Duration.seconds(10), imagePull: Duration.seconds(5), modelLoad: Duration.seconds(5) }),
      pollingInterval: Duration.seconds(5),
      metadata: { name },
      ...worker,
    });
    scaledObject.addJsonPatch(JsonPatch.replace('/spec/cooldownPeriod', cooldown));
  }));
}

/** The HPA's behavior of the library with a shorter window, so that a scenario need not wait five minutes for the first scale-in. */
export function shortWindow(maxReplicas: number, stabilizationWindowSeconds: number): NonNullable<GpuAutoscaledWorkerProps['behavior']> {
  return {
    scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: maxReplicas, periodSeconds: 15 }] },
    scaleDown: { stabilizationWindowSeconds, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 50, periodSeconds: 15 }] },
  };
}
