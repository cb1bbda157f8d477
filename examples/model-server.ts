import { App, Chart, Duration, Size } from 'cdk8s';
import {
  ColdStart, Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuNodePool, HealthCheck, MetricSource, ModelCacheDaemonSet, NodeClass,
  ScalerTls,
} from 'cdk8s-gpu-autoscaler';

/** A Triton server that is kept at eight requests a replica, waiting and in compute, so that latency stays what it is at that load. */
export function modelServer(app: App): Chart {
  const chart = new Chart(app, 'model-server', { namespace: 'serving' });
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: { metrics: Connection.prometheus({ url: 'http://prometheus-operated.monitoring:9090' }) },
    tls: ScalerTls.none(), // the service mesh encrypts
  });
  const nodePool = new GpuNodePool(chart, 'gpus', {
    nodeClass: NodeClass.aws({ role: 'KarpenterNodeRole-serving', discoveryTag: 'serving' }),
    gpu: Gpu.withMemory(Size.gibibytes(24)),
    maxGpus: 12,
  });
  const worker = new GpuAutoscaledWorker(chart, 'triton', {
    image: 'nvcr.io/nvidia/tritonserver:25.09-py3',
    args: ['tritonserver', '--model-repository=s3://models.serving/reranker'],
    nodePool,
    scaler,
    source: MetricSource.triton({ connection: 'metrics', namespace: 'serving', model: 'reranker' }),
    jobsPerReplica: 8,
    minReplicas: 1,
    maxReplicas: 12,
    maxJobDuration: Duration.seconds(30),
    coldStart: ColdStart.of({ imagePull: Duration.minutes(5), modelLoad: Duration.minutes(1) }),
    healthCheck: HealthCheck.http({ port: 8000, path: '/v2/health/ready' }),
  });
  new ModelCacheDaemonSet(chart, 'cache', { nodePool, images: [worker.image] });
  return chart;
}

if (require.main === module) {
  const app = new App();
  modelServer(app);
  app.synth();
}
