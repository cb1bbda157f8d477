import { App, Chart, Duration, Size } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-28';
import {
  CachedModel, CapacityType, ColdStart, Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuComputeClass, HealthCheck, MetricSource,
  ModelCacheDaemonSet, ModelCacheMonitoring, NodeDisk, NodeLocalDirectory, ScalerMonitoring, ScalerTls, WorkloadIdentity,
} from 'cdk8s-gpu-autoscaler';

/**
 * Chat with vLLM on GKE, from zero: a gateway queues requests in a Redis Stream and the workers take them, on L4 machines that a GKE Standard
 * cluster brings by itself, spot ones first. The model comes from Cloud Storage, by Workload Identity, once for each node.
 *
 * The image is vLLM and a consumer of the stream: it reads as many requests as vLLM works on, posts each to port 8000, acknowledges it, and on
 * SIGTERM reads no more. vLLM alone would take none.
 *
 * The cluster has KEDA, cert-manager and the Prometheus Operator. Whose account reads the bucket is said in Google Cloud too: bind the
 * ServiceAccount of the model cache to it as roles/iam.workloadIdentityUser.
 */
export function gke(app: App): Chart {
  // The model cache is a directory of the nodes: label the namespace pod-security.kubernetes.io/enforce: privileged.
  const chart = new Chart(app, 'chat', { namespace: 'chat' });
  const computeClass = new GpuComputeClass(chart, 'l4', {
    gpu: Gpu.L4,
    maxGpus: 12,
    capacityTypes: [CapacityType.SPOT, CapacityType.ON_DEMAND],
    zones: ['europe-west4-a', 'europe-west4-b'],
    disk: NodeDisk.forContent({ images: Size.gibibytes(12), models: Size.gibibytes(16) }),
  });
  const password = { secret: Secret.fromSecretName(chart, 'redis', 'redis-auth') };
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: { requests: Connection.redis({ host: 'redis.chat', password }) }, tls: ScalerTls.certManager(),
  });
  const modelCache = new ModelCacheDaemonSet(chart, 'models', {
    nodePool: computeClass,
    images: ['registry.example.com/chat-worker:3.1.0'],
    directory: NodeLocalDirectory.at('/var/lib/models', '/models'),
    models: [CachedModel.gcs({ name: 'llama-3-8b', bucket: 'ml-models', prefix: 'llama-3-8b-instruct' })],
    identity: WorkloadIdentity.google('model-reader@ml-prod.iam.gserviceaccount.com'),
  });
  new GpuAutoscaledWorker(chart, 'vllm', {
    image: 'registry.example.com/chat-worker:3.1.0',
    args: ['--model', '/models/llama-3-8b', '--served-model-name', 'llama-3-8b'],
    env: {
      REDIS_HOST: EnvValue.fromValue('redis.chat'),
      REDIS_PASSWORD: EnvValue.fromSecretValue({ secret: password.secret, key: 'password' }),
      STREAM: EnvValue.fromValue('requests'),
      GROUP: EnvValue.fromValue('vllm'),
    },
    nodePool: computeClass,
    modelCache,
    scaler,
    source: MetricSource.redisStream({ connection: 'requests', stream: 'requests', group: 'vllm' }),
    jobsPerReplica: 16, // vLLM works on them together
    maxReplicas: 12,
    maxJobDuration: Duration.minutes(3),
    // The image is there before a worker is; with it the wait for the model of the first worker of a node.
    coldStart: ColdStart.of({ nodeStart: Duration.minutes(3), imagePull: Duration.minutes(3), modelLoad: Duration.minutes(4) }),
    healthCheck: HealthCheck.http({ port: 8000, path: '/health' }),
  });
  new ScalerMonitoring(chart, 'scaler-monitoring', { scaler, prometheusLabels: { release: 'prometheus' } });
  new ModelCacheMonitoring(chart, 'model-monitoring', { modelCache, prometheusLabels: { release: 'prometheus' } });
  return chart;
}

if (require.main === module) {
  const app = new App();
  gke(app);
  app.synth();
}
