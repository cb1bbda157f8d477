import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Chart, Duration, Testing } from 'cdk8s';
import { Connection, Gpu, GpuAutoscaledWorker, GpuNodePool, MetricSource, NodeClass } from '../lib';

const ROWS = [...readFileSync(join(__dirname, '../docs/what-you-get.md'), 'utf8').matchAll(/^\| (Deployment|ScaledObject) `([^`]+)` \| (?:`([^`]+)`|none) \|/gm)]
  .map(([, kind, field, value]) => ({ kind, field, value }));

/** The smallest useful app of the README. */
function worker(): GpuAutoscaledWorker {
  const chart = new Chart(new App(), 'inference', { namespace: 'ml-platform' });
  return new GpuAutoscaledWorker(chart, 'worker', {
    image: 'registry.example.com/worker:1.0.0',
    nodePool: new GpuNodePool(chart, 'gpus', { nodeClass: NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml' }), gpu: Gpu.A10G, maxGpus: 20 }),
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'inference-jobs', group: 'workers' }),
    connections: { jobs: Connection.redis({ host: 'redis.ml-platform' }) },
    jobsPerReplica: 5,
    maxReplicas: 20,
    maxJobDuration: Duration.minutes(2),
  });
}

/** The value of a field; the last keys of a map may have dots in them. */
function valueAt(object: any, field: string): unknown {
  if (object === undefined || field in object) {
    return object?.[field];
  }
  const [first, ...rest] = field.split('.');
  return rest.length === 0 ? undefined : valueAt(object[first], rest.join('.'));
}

describe('docs/what-you-get.md', () => {
  const { node, deployment } = worker();
  const objects = Testing.synth(node.scope as Chart).filter(({ metadata }) => metadata.name === deployment.name);

  test('has rows', () => {
    expect(ROWS.length).toBeGreaterThan(30);
  });

  test.each(ROWS)('$kind $field is $value', ({ kind, field, value }) => {
    expect(valueAt(objects.find((object) => object.kind === kind), field)).toEqual(value === undefined ? undefined : JSON.parse(value));
  });
});
