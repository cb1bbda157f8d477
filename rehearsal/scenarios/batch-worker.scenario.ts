/** KEDA starts one Kubernetes Job for each job of the queue, none twice while they run, and leaves them alone when the ScaledJob changes. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Chart, Duration } from 'cdk8s';
import { Redis } from 'ioredis';
import { bootForScenario } from './support/boot';
import { Live, nodeOf } from './support/cluster';
import { eventually, notYet, throughout } from './support/eventually';
import { writeInstanceTypes } from './support/instance-types';
import { inNamespace, Manifest, one, synthesize } from './support/synthesize';
import { Timeline } from './support/timeline';
import { Figures } from '../../bench/figures';
import { ScalerProcess } from '../../scaler/src/scaler-process';
import { guarded } from '../src/control-plane/child';
import { PLAYED_ANNOTATION } from '../src/control-plane/stages';
import { RedisProcess } from '../src/run/redis-process';
import { Connection, ExternalScaler, Gpu, GpuBatchWorker, GpuNodePool, MetricSource, NodeClass, ScalerTls } from 'cdk8s-gpu-autoscaler';

const OURS = 'batch';
/** The same manifests with the strategy that many examples show. */
const ACCURATE = 'batch-accurate';

const GROUP = 'workers';
const MAX_REPLICAS = 8;
/** Seconds; the shortest that the construct admits. */
const POLLING = 5;
/** From the arrival of jobs to their Kubernetes Jobs at most, seconds. */
const NOTICED = 2 * POLLING + 5;
/** Seconds in which a second start would show: several polls. */
const LONG_ENOUGH = 4 * POLLING;
/** From the poll to the bound pod, with the start of a machine; seconds. */
const STARTED = 60;

const stage = bootForScenario('batch-worker', { instanceTypesFile: writeInstanceTypes() });
const figures = new Figures('rehearsal-batch-worker');
let redis: RedisProcess;
let client: Redis;
let scaler: ScalerProcess;

before(async () => {
  redis = await RedisProcess.start();
  client = redis.client();
  const connection = { type: 'redis', host: '127.0.0.1', port: redis.port, database: 0, tls: false } as const;
  scaler = await ScalerProcess.start({ connections: { jobs: connection } }, { guard: guarded });
}, { timeout: 60_000 });

after(async () => {
  client?.disconnect();
  await scaler?.stop();
  await redis?.stop();
}, { timeout: 60_000 });

describe('a GpuBatchWorker', { concurrency: false }, () => {
  const timeline = new Timeline(OURS);
  let manifests: Manifest[];

  test('three jobs are three Kubernetes Jobs, each with a GPU', { timeout: 120_000 }, async () => {
    manifests = await applied(OURS);
    timeline.restart('three jobs wait');
    await add(OURS, 3);
    await eventually('three Jobs', NOTICED, async () => counted(OURS, 3));
    figures.add('three jobs started after', { value: timeline.mark('three Jobs'), unit: 's', better: 'lower', goal: NOTICED });
    const pods = await eventually('their pods have nodes', STARTED, async () => {
      const found = await stage.cluster.pods(OURS);
      return found.length === 3 && found.every((pod) => nodeOf(pod) !== undefined) ? found : notYet(found.map(nodeOf));
    });
    await Promise.all(pods.map((pod) => play(pod, 'Running')));
  });

  test('none is started twice while they run', { timeout: 60_000 }, async () => {
    await take(OURS, 3);
    await throughout('three Jobs', LONG_ENOUGH, async () => assert.equal((await jobs(OURS)).length, 3));
  });

  test('a change of the ScaledJob leaves them alone', { timeout: 60_000 }, async () => {
    const running = await uids(OURS);
    const changed = structuredClone(one(manifests, 'ScaledJob'));
    changed.spec.jobTargetRef.template.spec.containers[0].image = 'registry.example.com/batch:2.0.0';
    await stage.plane.apply([changed]);
    await throughout('the same Jobs', LONG_ENOUGH, async () => assert.deepEqual(await uids(OURS), running));
  });

  test('two more jobs are two more Jobs, of the new image', { timeout: 60_000 }, async () => {
    await add(OURS, 2);
    await eventually('five Jobs', NOTICED, async () => counted(OURS, 5));
    const images = (await jobs(OURS)).map(({ spec }) => spec.template.spec.containers[0].image.split(':')[1]).sort();
    assert.deepEqual(images, ['1.0.0', '1.0.0', '1.0.0', '2.0.0', '2.0.0']);
  });

  test('a job that is done makes its Job complete, and starts none', { timeout: 60_000 }, async () => {
    const [pod] = (await stage.cluster.pods(OURS)).filter(({ status }) => status.phase === 'Running');
    await acknowledge(OURS);
    await play(pod, 'Succeeded');
    await eventually('one Job is complete', 15, async () => {
      const complete = (await jobs(OURS)).filter(isComplete);
      return complete.length === 1 ? complete : notYet(complete.length);
    });
    await throughout('five Jobs', LONG_ENOUGH, async () => assert.equal((await jobs(OURS)).length, 5));
  });
});

test('with the strategy accurate, KEDA starts running jobs again, up to the limit: it subtracts only pending Jobs', { timeout: 240_000 }, async () => {
  await applied(ACCURATE, (scaledJob) => scaledJob.spec.scalingStrategy = { strategy: 'accurate' });
  await add(ACCURATE, 3);
  await take(ACCURATE, 3);
  await eventually(`${MAX_REPLICAS} Jobs`, 4 * STARTED, async () => {
    await Promise.all((await stage.cluster.pods(ACCURATE)).filter((pod) => nodeOf(pod) !== undefined && pod.status.phase === 'Pending').map((pod) => play(pod, 'Running')));
    return counted(ACCURATE, MAX_REPLICAS);
  });
});

/** Applies the worker of a namespace, its pods left to this test and its scaler the one of this test. */
async function applied(name: string, change: (scaledJob: Manifest) => void = () => undefined): Promise<Manifest[]> {
  const manifests = synthesize(inNamespace(name, (chart: Chart) => {
    const nodePool = new GpuNodePool(chart, 'gpus', { nodeClass: NodeClass.kwok(), gpu: Gpu.A10G, maxGpus: MAX_REPLICAS, metadata: { name } });
    new GpuBatchWorker(chart, 'worker', {
      image: 'registry.example.com/batch:1.0.0',
      nodePool,
      scaler: new ExternalScaler(chart, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis' }) }, tls: ScalerTls.none() }),
      source: MetricSource.redisStream({ connection: 'jobs', stream: name, group: GROUP }),
      maxReplicas: MAX_REPLICAS,
      maxJobDuration: Duration.hours(1),
      pollingInterval: Duration.seconds(POLLING),
      metadata: { name },
    });
  })).filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] !== 'external-scaler');
  const scaledJob = one(manifests, 'ScaledJob');
  scaledJob.spec.triggers[0].metadata.scalerAddress = scaler.grpcAddress;
  scaledJob.spec.jobTargetRef.template.metadata.annotations[PLAYED_ANNOTATION] = 'true';
  change(scaledJob);
  await client.xgroup('CREATE', name, GROUP, '0', 'MKSTREAM');
  await stage.cluster.createNamespace(name);
  await stage.plane.apply(manifests);
  return manifests;
}

async function add(stream: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => client.xadd(stream, '*', 'job', 'x')));
}

/** Takes jobs, as workers do. */
async function take(stream: string, count: number): Promise<void> {
  await client.xreadgroup('GROUP', GROUP, 'worker', 'COUNT', count, 'STREAMS', stream, '>');
}

/** Acknowledges the first job that was taken. */
async function acknowledge(stream: string): Promise<void> {
  const [[id]] = await client.xpending(stream, GROUP, '-', '+', 1) as [string][];
  await client.xack(stream, GROUP, id);
}

function jobs(namespace: string): Promise<Live[]> {
  return stage.cluster.list('batch/v1', 'Job', { namespace });
}

async function counted(namespace: string, count: number): Promise<Live[] | ReturnType<typeof notYet>> {
  const found = await jobs(namespace);
  return found.length === count ? found : notYet(found.length);
}

async function uids(namespace: string): Promise<string[]> {
  return (await jobs(namespace)).map(({ metadata }) => metadata.uid).sort();
}

function isComplete({ status }: Live): boolean {
  return status.conditions?.some(({ type, status: is }: Live) => type === 'Complete' && is === 'True') ?? false;
}

/** Plays the kubelet of a pod. */
async function play({ metadata }: Live, phase: 'Running' | 'Succeeded'): Promise<void> {
  const now = new Date().toISOString();
  const state = phase === 'Running' ? { running: { startedAt: now } } : { terminated: { exitCode: 0, reason: 'Completed', startedAt: now, finishedAt: now } };
  const status = {
    phase,
    startTime: now,
    conditions: [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False', lastTransitionTime: now }],
    containerStatuses: [{ name: 'worker', image: 'worker', imageID: 'worker', ready: phase === 'Running', restartCount: 0, state }],
  };
  await stage.plane.kubectl(['patch', 'pod', metadata.name, `--namespace=${metadata.namespace}`, '--subresource=status', '--type=merge', `--patch=${JSON.stringify({ status })}`]);
}
