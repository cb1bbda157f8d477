/**
 * How quickly the scaler answers, beside bare servers of the same contract; how often it asks its backend; how soon the first job is told; what it
 * needs of memory. Everything runs on this machine: server, load and Redis share its cores, so only the ratios carry over to others.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Client } from 'pg';
import { Figures } from './figures';
import { buildGoPrograms } from './scaler/go-programs';
import { latencies, latenciesByGo, quantile, throughput } from './scaler/load';
import { Peer } from './scaler/peer';
import { ExternalScalerClient } from '../conformance/src/keda/external-scaler-client';
import { renderTriggerMetadata, SourceMetadata } from '../lib/contract';
import { RedisProcess } from '../rehearsal/src/run/redis-process';
import { ScaledObjectRef } from '../scaler/src/external-scaler-proto';
import { ScalerProcess } from '../scaler/src/scaler-process';
import { asShipped, onShippedNode } from '../scripts/image/as-shipped';
import { installed } from '../test/support/installed';
import { NatsServer } from '../test/support/nats-server';
import { PostgresqlServer } from '../test/support/postgresql-server';

const METRIC = 'jobs-outstanding';
const ROUNDS = 5;
const SECONDS = 2;
const UNDER_WAY = 64;
const PACED = 3000;
const FLEET = 10_000;
const QUEUES = 100;
const STREAMS = 5000;

/** By then a stream that was opened is told of jobs. */
const WATCHED_MS = 50;

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

/** Somebody who answers calls. */
interface Answerer {
  readonly name: string;
  readonly address: string;
  readonly client: ExternalScalerClient;
}

function listRef(index: number): ScaledObjectRef {
  return refOf({ type: 'redis-list', connection: 'jobs', waiting: [`list-${index}`], inFlight: [] }, `list-${index}`);
}

async function unaryCalls(): Promise<void> {
  const programs = await buildGoPrograms();
  const bare = await Peer.start(...onShippedNode('--import', 'tsx', join(__dirname, 'scaler/bare-server.ts')));
  const inGo = programs && await Peer.start(programs.server);
  const collector = createServer((request, response) => request.resume().once('end', () => response.end())).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  const scaler = await ScalerProcess.start({ connections: {} }, { program: asShipped('scaler.cjs') });
  const traced = await ScalerProcess.start({ connections: {} }, { program: asShipped('scaler.cjs'), env: tracingTo(port) });
  const client = new ExternalScalerClient(scaler.grpcAddress);
  const tracedClient = new ExternalScalerClient(traced.grpcAddress);
  const ours = { name: 'the scaler', address: scaler.grpcAddress, client };
  const peers: Answerer[] = [
    { name: 'a bare server', ...addressed(bare) },
    ...inGo ? [{ name: 'a bare server in Go', ...addressed(inGo) }] : [],
    { name: 'the scaler with one call of a hundred traced', address: traced.grpcAddress, client: tracedClient },
  ];
  try {
    await callsASecond(ours, peers);
    await pacedCalls([ours, ...peers], programs?.load);
  } finally {
    client.close();
    tracedClient.close();
    bare.stop();
    inGo?.stop();
    await Promise.all([scaler.stop(), traced.stop()]);
    collector.close();
  }
}

function tracingTo(port: number): { readonly [name: string]: string } {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.01' };
}

function addressed({ address, client }: Peer): Omit<Answerer, 'name'> {
  return { address, client };
}

const REQUEST = { scaledObjectRef: refOf({ type: 'memory', queue: 'trial' }, 'worker'), metricName: METRIC };

async function callsASecond(ours: Answerer, peers: readonly Answerer[]): Promise<void> {
  const measure = ({ client }: Answerer, seconds: number) => throughput(() => client.getMetrics(REQUEST), UNDER_WAY, seconds);
  await Promise.all([ours, ...peers].map((answerer) => measure(answerer, 1))); // all are warm then
  const own: number[] = [];
  const ratios: number[][] = peers.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    own.push(await measure(ours, SECONDS));
    for (const [index, peer] of peers.entries()) {
      ratios[index].push(own[round] / await measure(peer, SECONDS));
    }
  }
  for (const [index, { name }] of peers.entries()) {
    figures.add(`GetMetrics a second, against ${name}`, {
      value: quantile(ratios[index], 0.5), unit: 'x', better: 'higher', ...(index === 0 ? { goal: 0.9 } : {}),
    });
  }
  figures.add('GetMetrics a second', { value: Math.max(...own), unit: '1/s', better: 'higher' });
}

/** By turns; of several rounds the median counts. */
async function pacedCalls(answerers: readonly Answerer[], load: string | undefined): Promise<void> {
  const rounds = new Map(answerers.map(({ name }) => [name, { medians: [] as number[], p99s: [] as number[] }]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, address, client } of answerers) {
      const took = load === undefined
        ? await latencies(() => client.getMetrics(REQUEST), PACED, 2 * SECONDS)
        : await latenciesByGo(load, address, REQUEST, PACED, 2 * SECONDS);
      rounds.get(name)!.medians.push(quantile(took, 0.5));
      rounds.get(name)!.p99s.push(quantile(took, 0.99));
    }
  }
  for (const [name, { medians, p99s }] of rounds) {
    figures.add(`median at ${PACED} calls a second, ${name}`, { value: quantile(medians, 0.5), unit: 'ms', better: 'lower' });
    figures.add(`p99 at ${PACED} calls a second, ${name}`, {
      value: quantile(p99s, 0.5), unit: 'ms', better: 'lower', ...(name === 'the scaler' ? { goal: 2 } : {}),
    });
  }
}

async function fleet(): Promise<void> {
  const redis = await RedisProcess.start();
  const client = redis.client();
  const jobs = { type: 'redis', host: '127.0.0.1', port: redis.port, database: 0, tls: false } as const;
  const scaler = await ScalerProcess.start({ connections: { jobs } }, { program: asShipped('scaler.cjs') });
  const keda = new ExternalScalerClient(scaler.grpcAddress);
  try {
    for (let queue = 0; queue < QUEUES; queue++) {
      await client.xgroup('CREATE', `jobs-${queue}`, 'workers', '0', 'MKSTREAM');
    }
    const refs = Array.from({ length: FLEET }, (_, index) => streamRef(index));
    await activation(keda, 'a Redis Stream', streamRef, (queue) => client.xadd(`jobs-${queue}`, '*', 'job', '1'));
    await activation(keda, 'a Redis list', listRef, (queue) => client.rpush(`list-${queue}`, '1'));
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

/** NATS tells of messages, as Redis does. */
async function firstJobOfNats(): Promise<void> {
  if (installed('nats-server') === undefined) {
    console.log('no NATS: there is no nats-server; run scripts/install-test-servers.sh');
    return;
  }
  const nats = await NatsServer.start();
  const client = await connect({ servers: `127.0.0.1:${nats.port}` });
  const manager = await jetstreamManager(client);
  const messages = jetstream(client);
  const jobs = { type: 'nats', host: '127.0.0.1', port: nats.port, tls: false } as const;
  const scaler = await ScalerProcess.start({ connections: { jobs } }, { program: asShipped('scaler.cjs') });
  const keda = new ExternalScalerClient(scaler.grpcAddress);
  try {
    for (let queue = 0; queue < QUEUES; queue++) {
      await manager.streams.add({ name: `jobs-${queue}`, subjects: [`jobs.${queue}`] });
      await manager.consumers.add(`jobs-${queue}`, { durable_name: 'workers', ack_policy: AckPolicy.Explicit });
    }
    const natsRef = (queue: number) => refOf({ type: 'nats-jetstream', connection: 'jobs', stream: `jobs-${queue}`, consumer: 'workers' }, `nats-${queue}`);
    await activation(keda, 'NATS JetStream', natsRef, (queue) => messages.publish(`jobs.${queue}`, '1'));
  } finally {
    keda.close();
    await scaler.stop();
    await client.close();
    await nats.stop();
  }
}

/** PostgreSQL tells of jobs where the application notifies. */
async function firstJobOfPostgresql(): Promise<void> {
  if (installed('postgres') === undefined) {
    console.log('no PostgreSQL: there is no postgres; run scripts/install-test-servers.sh');
    return;
  }
  const password = 'bench';
  const postgresql = await PostgresqlServer.start(password);
  const passwordFile = join(mkdtempSync(join(tmpdir(), 'bench-scaler-')), 'password');
  writeFileSync(passwordFile, password);
  const client = new Client({ host: '127.0.0.1', port: postgresql.port, database: 'postgres', user: 'owner', password });
  await client.connect();
  await client.query('CREATE TABLE jobs (queue int NOT NULL)');
  const queries = Object.fromEntries(Array.from({ length: QUEUES }, (_, queue) => [`jobs-${queue}`, `SELECT count(*) FROM jobs WHERE queue = ${queue}`]));
  const jobs = {
    type: 'postgresql', host: '127.0.0.1', port: postgresql.port, database: 'postgres', username: 'owner', passwordFile, tls: false, queries,
  } as const;
  const scaler = await ScalerProcess.start({ connections: { jobs } }, { program: asShipped('scaler.cjs') });
  const keda = new ExternalScalerClient(scaler.grpcAddress);
  try {
    const queryRef = (queue: number) => refOf({ type: 'postgresql-query', connection: 'jobs', query: `jobs-${queue}`, channel: `jobs_${queue}` }, `row-${queue}`);
    await activation(keda, 'a PostgreSQL table', queryRef, (queue) => client.query(`INSERT INTO jobs VALUES (${queue}); NOTIFY jobs_${queue}`));
  } finally {
    keda.close();
    await scaler.stop();
    await client.end();
    await postgresql.stop();
    rmSync(dirname(passwordFile), { recursive: true });
  }
}

async function activation(
  keda: ExternalScalerClient, what: string, refTo: (queue: number) => ScaledObjectRef, add: (queue: number) => Promise<unknown>,
): Promise<void> {
  const took: number[] = [];
  for (let queue = 0; queue < QUEUES; queue++) {
    const open = keda.streamIsActive(refTo(queue));
    open.on('error', () => undefined); // it is cancelled
    await once(open, 'data');
    await sleep(WATCHED_MS);
    const began = performance.now();
    await Promise.all([once(open, 'data'), add(queue)]);
    took.push(performance.now() - began);
    open.cancel();
  }
  figures.add(`first job of ${what} told, median`, { value: quantile(took, 0.5), unit: 'ms', better: 'lower' });
  figures.add(`first job of ${what} told, p95`, { value: quantile(took, 0.95), unit: 'ms', goal: 100, better: 'lower' });
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
  await firstJobOfNats();
  await firstJobOfPostgresql();
}

void main();
