import { App, Chart, Duration, Size } from 'cdk8s';
import {
  CapacityType, Connection, ExternalScaler, Gpu, GpuBatchWorker, GpuNodePool, MetricSource, NodeClass, NodeDisk, ScalerTls, WorkloadIdentity,
} from 'cdk8s-gpu-autoscaler';

/** A render farm: hours of work for each message of an SQS queue, on spot machines of either of two GPUs, on demand when there are none. */
export function batchOnSpot(app: App): Chart {
  const chart = new Chart(app, 'render-farm', { namespace: 'render' });
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: { jobs: Connection.sqs({ region: 'eu-central-1' }) },
    tls: ScalerTls.certManager({ issuer: { name: 'render-ca', kind: 'ClusterIssuer' } }),
    identity: WorkloadIdentity.awsRole('arn:aws:iam::111122223333:role/render-scaler'),
  });
  const nodePool = new GpuNodePool(chart, 'gpus', {
    nodeClass: NodeClass.aws({
      role: 'KarpenterNodeRole-render', discoveryTag: 'render', disk: NodeDisk.forContent({ images: Size.gibibytes(20) }),
    }),
    gpu: Gpu.anyOf(Gpu.L4, Gpu.A10G),
    maxGpus: 50,
    tiers: [{ capacityType: CapacityType.SPOT }, { capacityType: CapacityType.ON_DEMAND, maxGpus: 10 }],
  });
  new GpuBatchWorker(chart, 'renderer', {
    image: 'registry.example.com/renderer:2.1.0',
    nodePool,
    scaler,
    source: MetricSource.sqs({ connection: 'jobs', queue: 'render-jobs', visibilityTimeout: Duration.hours(7) }),
    maxReplicas: 50,
    maxJobDuration: Duration.hours(6),
  });
  return chart;
}

if (require.main === module) {
  const app = new App();
  batchOnSpot(app);
  app.synth();
}
