/** A fleet in this library, as a process of its own: `node ours.js WORKERS one-chart|chart-a-worker OUTDIR`. Prints its memory, in MiB. */
import { Chart, Duration } from 'cdk8s';
import { Connection, ExternalScaler, FleetApp, Gpu, GpuAutoscaledWorker, GpuNodePool, MetricSource, NodeClass, ScalerTls } from '../../lib';

const [workers, charts, outdir] = process.argv.slice(2);
const app = new FleetApp({ outdir });
const platform = new Chart(app, 'platform', { namespace: 'ml-platform' });
const scaler = new ExternalScaler(platform, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis.ml-platform' }) }, tls: ScalerTls.none() });
const nodePool = new GpuNodePool(platform, 'gpus', { nodeClass: NodeClass.kwok(), gpu: Gpu.A10G, maxGpus: 20 });
const fleet = charts === 'one-chart' ? new Chart(app, 'fleet', { namespace: 'ml-platform' }) : undefined;
for (let index = 0; index < Number(workers); index++) {
  const name = `worker-${index}`;
  new GpuAutoscaledWorker(fleet ?? new Chart(app, name, { namespace: 'ml-platform' }), name, {
    image: 'registry.example.com/worker:1.0.0',
    nodePool,
    scaler,
    source: MetricSource.redisStream({ connection: 'jobs', stream: `jobs-${index}`, group: 'workers' }),
    jobsPerReplica: 5,
    maxReplicas: 20,
    maxJobDuration: Duration.minutes(2),
    metadata: { name },
  });
}
app.synth();
console.log(process.resourceUsage().maxRSS / 1024);
