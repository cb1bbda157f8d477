import { App, Chart, Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  CapacityType, Connection, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuNodeGroups, HttpAuthentication, MetricSource, ModelCacheDaemonSet,
  PriorityExpander, ScalerTls, WarmPool,
} from 'cdk8s-gpu-autoscaler';

/** The same without Karpenter: transcription from a RabbitMQ queue, on the node groups of an EKS cluster with Cluster Autoscaler, spot ones first. */
export function nodeGroups(app: App): Chart {
  const chart = new Chart(app, 'transcription', { namespace: 'speech' });
  const secret = Secret.fromSecretName(chart, 'rabbitmq', 'rabbitmq-scaler');
  const serverSecret = Secret.fromSecretName(chart, 'server-certificate', 'scaler-tls');
  const clientSecret = Secret.fromSecretName(chart, 'client-certificate', 'keda-client-tls');
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: { jobs: Connection.rabbitmq({ url: 'http://rabbitmq.speech:15672', authentication: HttpAuthentication.basic('scaler', { secret }) }) },
    tls: ScalerTls.secrets({ serverSecret, clientSecret }),
  });
  const groups = new GpuNodeGroups(chart, 'gpus', {
    clusterName: 'speech',
    gpu: Gpu.T4,
    maxGpus: 16,
    groups: [
      { name: 't4-spot', capacityType: CapacityType.SPOT },
      { name: 't4-on-demand', capacityType: CapacityType.ON_DEMAND },
    ],
  });
  new PriorityExpander(chart, 'priorities', { nodeGroups: [groups] });
  const worker = new GpuAutoscaledWorker(chart, 'whisper', {
    image: 'registry.example.com/whisper:3.0.0',
    nodePool: groups,
    scaler,
    source: MetricSource.rabbitmqQueue({ connection: 'jobs', queue: 'recordings' }),
    jobsPerReplica: 2,
    maxReplicas: 12,
    maxJobDuration: Duration.minutes(10),
  });
  new WarmPool(chart, 'office-hours', {
    worker, spare: 0, schedules: [{ start: '0 8 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', spare: 1 }],
  });
  new ModelCacheDaemonSet(chart, 'cache', { nodePool: groups, images: [worker.image] });
  return chart;
}

if (require.main === module) {
  const app = new App();
  nodeGroups(app);
  app.synth();
}
