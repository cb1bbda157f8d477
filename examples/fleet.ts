import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration } from 'cdk8s';
import { parse } from 'csv-parse/sync';
import {
  Connection, ExternalScaler, FleetApp, Gpu, GpuAutoscaledWorker, GpuNodePool, MetricSource, NodeClass, ScalerTls,
} from 'cdk8s-gpu-autoscaler';

/** A line of the table: a model of a customer's, with a queue of its own. */
interface Line {
  readonly name: string;
  readonly image: string;
  readonly queue: string;
  readonly gpu: string;
  readonly maxReplicas: string;
  readonly jobsPerReplica: string;
  /** An ISO 8601 duration. */
  readonly maxJobDuration: string;
}

/** The GPUs of the table, and how many of each may be bought. */
const GPUS = { L4: { gpu: Gpu.L4, maxGpus: 400 }, A10G: { gpu: Gpu.A10G, maxGpus: 200 }, L40S: { gpu: Gpu.L40S, maxGpus: 100 } };

/** A thousand workers of 50 customers, a line of fleet.csv each, on three pools and one scaler. */
export function fleet(app: App): Chart {
  const chart = new Chart(app, 'fleet', { namespace: 'fleet' });
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: { jobs: Connection.redis({ host: 'redis.fleet' }) },
    tls: ScalerTls.certManager(),
  });
  const nodeClass = NodeClass.aws({ role: 'KarpenterNodeRole-fleet', discoveryTag: 'fleet' });
  const pools = new Map(Object.entries(GPUS).map(([name, options]) => [name, new GpuNodePool(chart, name.toLowerCase(), { nodeClass, ...options })]));
  for (const line of parse<Line>(readFileSync(join(__dirname, 'fleet.csv')), { columns: true })) {
    const nodePool = pools.get(line.gpu);
    if (nodePool === undefined) {
      throw new Error(`fleet.csv: ${line.name}: gpu: got ${line.gpu}; expected one of ${[...pools.keys()].join(', ')}; correct it, or add a pool`);
    }
    new GpuAutoscaledWorker(chart, line.name, {
      image: `registry.example.com/${line.image}`,
      nodePool,
      scaler,
      source: MetricSource.redisStream({ connection: 'jobs', stream: line.queue, group: 'workers' }),
      jobsPerReplica: Number(line.jobsPerReplica),
      maxReplicas: Number(line.maxReplicas),
      maxJobDuration: Duration.parse(line.maxJobDuration),
      metadata: { name: line.name },
    });
  }
  return chart;
}

if (require.main === module) {
  const app = new FleetApp();
  fleet(app);
  app.synth();
}
