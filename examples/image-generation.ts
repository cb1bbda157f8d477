import { App, Chart, Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuNodePool, MetricSource, ModelCacheDaemonSet, NodeClass, ScalerTls, WarmPool } from 'cdk8s-gpu-autoscaler';

/** An image-generation platform: jobs in a Redis Stream, Stable Diffusion XL workers on A10G GPUs, one warm place, nothing when idle. */
export function imageGeneration(app: App): Chart {
  const chart = new Chart(app, 'image-generation', { namespace: 'ml-platform' });
  const secret = Secret.fromSecretName(chart, 'redis', 'redis');
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: { jobs: Connection.redis({ host: 'redis.ml-platform', password: { secret } }) },
    tls: ScalerTls.certManager(),
  });
  const nodeClass = NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml' });
  const nodePool = new GpuNodePool(chart, 'gpus', { nodeClass, gpu: Gpu.A10G, maxGpus: 21 });
  const source = MetricSource.redisStream({ connection: 'jobs', stream: 'inference-jobs', group: 'workers' });
  const image = 'registry.example.com/sdxl-worker:1.4.0';
  const worker = new GpuAutoscaledWorker(chart, 'worker', {
    image, nodePool, scaler, source, jobsPerReplica: 5, maxReplicas: 20, maxJobDuration: Duration.minutes(2),
  });
  new WarmPool(chart, 'warm', { worker, spare: 1 });
  new ModelCacheDaemonSet(chart, 'cache', { nodePool, images: [worker.image] });
  return chart;
}

if (require.main === module) {
  const app = new App();
  imageGeneration(app);
  app.synth();
}
