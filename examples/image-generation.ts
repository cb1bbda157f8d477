import { App, Chart, Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { CachedModel, Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuNodePool, MetricSource, ModelCacheDaemonSet, NodeClass, NodeLocalDirectory, ScalerTls, WarmPool } from 'cdk8s-gpu-autoscaler';

/** An image-generation platform: jobs in a Redis Stream, Stable Diffusion XL workers on A10G GPUs, their model on each node, one warm place, nothing when idle. */
export function imageGeneration(app: App): Chart {
  const chart = new Chart(app, 'image-generation', { namespace: 'ml-platform' });
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: { jobs: Connection.redis({ host: 'redis.ml-platform', password: { secret: Secret.fromSecretName(chart, 'redis', 'redis') } }) },
    tls: ScalerTls.certManager(),
  });
  const nodeClass = NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml' });
  const nodePool = new GpuNodePool(chart, 'gpus', { nodeClass, gpu: Gpu.A10G, maxGpus: 21 });
  const source = MetricSource.redisStream({ connection: 'jobs', stream: 'inference-jobs', group: 'workers' });
  const image = 'registry.example.com/sdxl-worker:1.4.0';
  const sdxl = CachedModel.huggingFace({ name: 'sdxl', repository: 'stabilityai/stable-diffusion-xl-base-1.0', revision: '462165984030d82259a11f4367a4eed129e94a7b' });
  const modelCache = new ModelCacheDaemonSet(chart, 'cache', { nodePool, images: [image], directory: NodeLocalDirectory.at('/var/lib/models'), models: [sdxl] });
  const worker = new GpuAutoscaledWorker(chart, 'worker', {
    image, nodePool, modelCache, scaler, source, jobsPerReplica: 5, maxReplicas: 20, maxJobDuration: Duration.minutes(2),
  });
  new WarmPool(chart, 'warm', { worker, spare: 1 });
  return chart;
}

if (require.main === module) {
  const app = new App();
  imageGeneration(app);
  app.synth();
}
