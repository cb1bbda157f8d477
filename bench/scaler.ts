/**
 * How quickly the scaler answers, beside a bare server of the same contract; how often it asks its backend; how soon the first job is told; what it
 * needs of memory. Everything runs on this machine: server, load and Redis share its cores, so only the ratios carry over to others.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Figures } from './figures';
import { latencies, quantile, throughput } from './scaler/load';
import { ExternalScalerClient } from '../conformance/src/keda/external-scaler-client';
import { renderTriggerMetadata, SourceMetadata } from '../lib/contract';
import { RedisProcess } from '../rehearsal/src/run/redis-process';
import { ScaledObjectRef } from '../scaler/src/external-scaler-proto';
import { BUNDLE, ScalerProcess } from '../scaler/src/scaler-process';

const METRIC = 'jobs-outstanding';
const ROUNDS = 5;
const SECONDS = 2;
const UNDER_WAY = 64;
const PACED = 3000;
const FLEET = 10_000;
const QUEUES = 100;
const STREAMS = 5000;

const figures = new Figures('scaler');

function refOf(source: SourceMetadata, name: string): ScaledObjectRef {
  const metadata = renderTriggerMetadata({
    kind: 'ScaledObject', triggerId: 'jobs', metricName: METRIC, jobsPerReplica: 5, activationThreshold: 0, source,
  });
  return { namespace: 'ml-platform', name, scalerMetadata: metadata };
}

function streamRef(index: number): ScaledObjectRef {
  return refOf({ type: 'redis-stream', connection: 'jobs', stream: `jobs-${index % QUEUES}`, group: 'workers' }, `worker-${index}`);
}

async function unaryCalls(): Promise<void> {
  const bare = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'scaler/bare-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(createInterface({ input: bare.stdout }), 'line') as [string];
  const scaler = await ScalerProcess.start({ connections: {} }, { program: BUNDLE });
  const peer = new ExternalScalerClient(`127.0.0.1:${port}`);
  const ours = new ExternalScalerClient(scaler.grpcAddress);
  try {
    const request = { scaledObjectRef: refOf({ type: 'memory', queue: 'trial' }, 'worker'), metricName: METRIC };
    const calls = { ours: () => ours.getMetrics(request), peer: () => peer.getMetrics(request) };
    await Promise.all([throughput(calls.ours, UNDER_WAY, 1), throughput(calls.peer, UNDER_WAY, 1)]); // both are warm then
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ ours: await throughput(calls.ours, UNDER_WAY, SECONDS), peer: await throughput(calls.peer, UNDER_WAY, SECONDS) });
    }
    figures.add('GetMetrics a second, against a bare server', {
      value: quantile(rounds.map(({ ours: own, peer: other }) => own / other), 0.5), unit: 'x', goal: 0.9, better: 'higher',
    });
    figures.add('GetMetrics a second', { value: Math.max(...rounds.map(({ ours: own }) => own)), unit: '1/s', better: 'higher' });
    for (const [name, call] of [['the scaler', calls.ours], ['a bare server', calls.peer]] as const) {
      const took = await latencies(call, PACED, 2 * SECONDS);
      figures.add(`median at ${PACED} calls a second, ${name}`, { value: quantile(took, 0.5), unit: 'ms', better: 'lower' });
      figures.add(`p99 at ${PACED} calls a second, ${name}`, {
        value: quantile(took, 0.99), unit: 'ms', better: 'lower', ...(call === calls.ours ? { goal: 2 } : {}),
      });
    }
  } finally {
    ours.close();
    peer.close();
    bare.kill();
    await scaler.stop();
  }
}

async function fleet(): Promise<void> {
  const redis = await RedisProcess.start();
  const client = redis.client();
  const jobs = { type: 'redis', host: '127.0.0.1', port: redis.port, database: 0, tls: false } as const;
  const scaler = await ScalerProcess.start({ connections: { jobs } }, { program: BUNDLE });
  const keda = new ExternalScalerClient(scaler.grpcAddress);
  try {
    for (let queue = 0; queue < QUEUES; queue++) {
      await client.xgroup('CREATE', `jobs-${queue}`, 'workers', '0', 'MKSTREAM');
    }
    const refs = Array.from({ length: FLEET }, (_, index) => streamRef(index));
    await activation(keda, (queue) => client.xadd(`jobs-${queue}`, '*', 'job', '1'));
    await memory(scaler, keda, refs);
    await client.config('RESETSTAT');
    const began = performance.now();
    let next = 0;
    await throughput(() => keda.getMetrics({ scaledObjectRef: refs[next++ % FLEET], metricName: METRIC }), UNDER_WAY, 10);
    const seconds = (performance.now() - began) / 1000;
    const [, reads] = /cmdstat_xinfo\|groups:calls=(\d+)/.exec(await client.info('commandstats'))!;
    figures.add(`${FLEET} ScaledObjects on ${QUEUES} queues: readings of each queue a second`, {
      value: Number(reads) / QUEUES / seconds, unit: '1/s', goal: 1.05, better: 'lower',
    });
  } finally {
    keda.close();
    client.disconnect();
    await scaler.stop();
    await redis.stop();
  }
}

async function activation(keda: ExternalScalerClient, add: (queue: number) => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  for (let queue = 0; queue < QUEUES; queue++) {
    const open = keda.streamIsActive(streamRef(queue));
    open.on('error', () => undefined); // it is cancelled
    await once(open, 'data');
    const began = performance.now();
    await Promise.all([once(open, 'data'), add(queue)]);
    took.push(performance.now() - began);
    open.cancel();
  }
  figures.add('first job of a Redis Stream told, median', { value: quantile(took, 0.5), unit: 'ms', better: 'lower' });
  figures.add('first job of a Redis Stream told, p95', { value: quantile(took, 0.95), unit: 'ms', goal: 100, better: 'lower' });
}

async function memory(scaler: ScalerProcess, keda: ExternalScalerClient, refs: readonly ScaledObjectRef[]): Promise<void> {
  let asked = 0;
  for (const size of [10, 1000, FLEET]) {
    for (; asked < size; asked++) {
      await keda.poll(refs[asked]);
    }
    figures.add(`memory with ${size} ScaledObjects`, { value: await residentMib(scaler), unit: 'MiB', better: 'lower', ...(size === FLEET ? { goal: 128 } : {}) });
  }
  const streams = refs.slice(0, STREAMS).map((ref) => keda.streamIsActive(ref));
  streams.forEach((stream) => stream.on('error', () => undefined)); // they are cancelled
  await Promise.all(streams.map((stream) => once(stream, 'data')));
  figures.add(`memory with ${STREAMS} open streams too`, { value: await residentMib(scaler), unit: 'MiB', better: 'lower' });
  streams.forEach((stream) => stream.cancel());
  await sleep(1000);
}

async function residentMib({ healthAddress }: ScalerProcess): Promise<number> {
  const text = await (await fetch(`http://${healthAddress}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)![1]) / 2 ** 20;
}

async function main(): Promise<void> {
  await unaryCalls();
  await fleet();
}

void main();
