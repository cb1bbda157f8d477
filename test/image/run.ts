/**
 * `npm run test:image`: builds the image in two directories, compares, runs it as the constructs have it run and calls it as KEDA does. Measured
 * figures are written to bench/results/image.json. It takes about a minute on 2 cores, most of it to compress the image twice and to wait as KEDA does.
 *
 * Where a tool is absent the tests are skipped, which says so; with CI=true that is a failure.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { Container, evaluate } from './container';
import { PodContainer } from './pod-container';
import { Figures } from '../../bench/figures';
import { quantile } from '../../bench/scaler/load';
import { ExternalScalerClient, runConformance, Stream } from '../../conformance/src';
import { CachedModel, ModelCacheDaemonSet, NodeLocalDirectory } from '../../lib';
import { renderScalerConfig, renderTriggerMetadata } from '../../lib/contract';
import { modelMarker, parseModelCacheConfig } from '../../lib/contract/model-cache';
import { content } from '../../model-cache/test/support/agent';
import { FileServer, sha256 } from '../../model-cache/test/support/file-server';
import { workspaces } from '../../package.json';
import { RedisProcess } from '../../rehearsal/src/run/redis-process';
import { readBillOfMaterials } from '../../scripts/image/bill-of-materials';
import { imageOf } from '../../scripts/image/oci-layout';
import { installed } from '../support/installed';
import { Manifest, newChart, newPool, newWorker, Synthesized } from '../support/synth';

const execute = promisify(execFile);

const ROOT = join(__dirname, '../..');
/** Of this test, out of git. */
const WORKPLACE = join(ROOT, 'dist/image-test');
/** A checkout elsewhere, on the same disk, so that what does not change can be linked. */
const ELSEWHERE = join(WORKPLACE, 'elsewhere');
const IMAGE = 'localhost/gpu-scaler-test:here';
const IMAGE_ELSEWHERE = 'localhost/gpu-scaler-test:elsewhere';

const MOST_MEGABYTES = 40;
const STARTS = 3;
const GOAL_SECONDS = 0.2;
/** Held against the CPU time: that is what a start takes where nothing else runs, and other work of this machine changes it little. */
const ASSERTED_SECONDS = 1.5 * GOAL_SECONDS;
/** Of the constructs' pod. */
const GRACE_SECONDS = 30;

const metadata = renderTriggerMetadata({
  kind: 'ScaledObject',
  triggerId: 'jobs',
  metricName: 'jobs-outstanding',
  jobsPerReplica: 5,
  activationThreshold: 0,
  source: { type: 'redis-stream', connection: 'jobs', stream: 'jobs', group: 'workers' },
});

const missing = ['buildah', 'podman', 'runc', 'strip'].filter((tool) => installed(tool) === undefined);
const skip = missing.length > 0 && process.env.CI !== 'true' && `no ${missing.join(', ')}; run scripts/install-test-servers.sh`;

const figures = new Figures('image');

/** Builds the image of a checkout. The umask, the time zone and the time of day are none of its business. */
async function build(checkout: string, name: string, umask: string, timeZone: string): Promise<void> {
  await execute('sh', ['-c', `umask ${umask}; exec npm run image -- --name "$1"`, 'sh', name], { cwd: checkout, env: { ...process.env, TZ: timeZone } });
}

/** Another checkout, as it is after `npm ci`. */
async function checkOutElsewhere(): Promise<void> {
  rmSync(WORKPLACE, { recursive: true, force: true });
  mkdirSync(ELSEWHERE, { recursive: true });
  const entries = readdirSync(ROOT).filter((entry) => !['.git', 'dist'].includes(entry));
  await execute('cp', ['-al', ...entries, ELSEWHERE], { cwd: ROOT });
  rmSync(join(ELSEWHERE, 'scaler/dist'), { recursive: true, force: true });
}

/** Starts the image several times, and says how long each start took: by the clock, and of a CPU. */
async function starts(env: { readonly [name: string]: string }): Promise<{ readonly wall: number[]; readonly cpu: number[] }> {
  const [wall, cpu]: number[][] = [[], []];
  for (let start = 0; start < STARTS; start++) {
    const container = await Container.start(IMAGE, { env });
    wall.push(container.secondsToListening);
    cpu.push(await container.cpuSeconds());
    await container.stop(GRACE_SECONDS);
  }
  return { wall, cpu };
}

describe('the image', { skip, concurrency: false }, () => {
  before(async () => {
    await checkOutElsewhere();
    await Promise.all([build(ROOT, IMAGE, '022', 'UTC'), build(ELSEWHERE, IMAGE_ELSEWHERE, '077', 'Asia/Tokyo')]);
  }, { timeout: 600_000 });

  after(async () => {
    rmSync(WORKPLACE, { recursive: true, force: true });
    await execute('podman', ['rmi', '--force', IMAGE, IMAGE_ELSEWHERE]);
  });

  test('is the same, bit for bit, when built elsewhere', () => {
    assert.deepEqual(imageOf(join(ELSEWHERE, 'dist/image/oci')), imageOf(join(ROOT, 'dist/image/oci')));
  });

  test('is small', () => {
    const megabytes = imageOf(join(ROOT, 'dist/image/oci')).compressedBytes / 1e6;
    figures.add('compressed', { value: megabytes, unit: 'MB', goal: MOST_MEGABYTES, better: 'lower' });
    assert.ok(megabytes <= MOST_MEGABYTES);
  });

  test('has a bill of materials: the packages of the bundle, Node, and what Node needs', async () => {
    const { components } = readBillOfMaterials(join(ROOT, 'dist/image/sbom.cdx.json'));
    const named = components.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name} ${version}`);
    const licenses = readFileSync(join(ROOT, 'scaler/dist/LICENSES.txt'), 'utf8');
    const bundled = [...licenses.matchAll(/^(?:@[\w.-]+\/)?[\w.-]+ \d[\w.-]*(?=: )/gm)].map(([text]) => text);
    const [version, debian, inImage] = JSON.parse(await evaluate(IMAGE, `
      const read = (path) => fs.readFileSync(path, 'utf8');
      const versionOf = (name) => /^Version: (.*)$/m.exec(read('/var/lib/dpkg/status.d/' + name))[1];
      JSON.stringify([
        process.versions.node,
        fs.readdirSync('/var/lib/dpkg/status.d').map((name) => name + ' ' + versionOf(name)),
        JSON.parse(read('/app/sbom.cdx.json')),
      ])`));
    const ours = ['.', ...workspaces].map((folder) => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')).name);
    const others = named.filter((name) => !ours.includes(name.split(' ')[0]));
    assert.deepEqual(others.sort(), [`node ${version}`, ...debian, ...bundled].sort());
    assert.deepEqual(inImage, readBillOfMaterials(join(ROOT, 'dist/image/sbom.cdx.json')));
  });

  test('runs as nobody, who can write nowhere', async () => {
    const written = await evaluate(IMAGE, `['/', '/app', '/nodejs', '/tmp', '/var'].map((folder) => {
      try { fs.writeFileSync(folder + '/written', ''); return folder; } catch (error) { return error.code; }
    }).join()`);
    assert.equal(written, 'EROFS,EROFS,EROFS,EROFS,EROFS');
    const container = await Container.start(IMAGE);
    try {
      const { Uid, Gid, CapEff, CapBnd, NoNewPrivs, Seccomp } = await container.status();
      assert.deepEqual([Uid, Gid].map((ids) => [...new Set(ids.split('\t'))]), [['65532'], ['65532']]);
      assert.deepEqual({ CapEff, CapBnd, NoNewPrivs, Seccomp }, { CapEff: '0000000000000000', CapBnd: '0000000000000000', NoNewPrivs: '1', Seccomp: '2' });
    } finally {
      await container.stop(GRACE_SECONDS);
    }
  });

  test('listens soon, because it has kept what Node compiled', async () => {
    const kept = await starts({});
    const compiled = await starts({ NODE_DISABLE_COMPILE_CACHE: '1' });
    const traced = await starts({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' });
    figures.add(`process start to listening, fastest of ${STARTS}`, { value: Math.min(...kept.wall), unit: 's', goal: GOAL_SECONDS, better: 'lower' });
    figures.add(`CPU time of it, median of ${STARTS}`, { value: quantile(kept.cpu, 0.5), unit: 's', goal: GOAL_SECONDS, better: 'lower' });
    figures.add('CPU time of it, with traces', { value: quantile(traced.cpu, 0.5), unit: 's', better: 'lower' });
    figures.add('CPU time of it, when Node compiles again', { value: quantile(compiled.cpu, 0.5), unit: 's', better: 'lower' });
    assert.ok(quantile(kept.cpu, 0.5) <= ASSERTED_SECONDS);
    assert.ok(quantile(kept.cpu, 0.5) < quantile(compiled.cpu, 0.5));
  });

  describe('with a Redis Stream to read', { concurrency: false }, () => {
    let redis: RedisProcess;
    let client: Redis;
    let container: Container;

    before(async () => {
      redis = await RedisProcess.start();
      client = redis.client();
      const configFile = join(WORKPLACE, 'scaler.json');
      writeFileSync(configFile, renderScalerConfig({ connections: { jobs: { type: 'redis', host: '127.0.0.1', port: redis.port, database: 0, tls: false } } }));
      container = await Container.start(IMAGE, { configFile });
    });

    after(async () => {
      await container?.stop(GRACE_SECONDS);
      client?.disconnect();
      await redis?.stop();
    });

    test('is healthy', async () => {
      for (const path of ['/livez', '/readyz']) {
        assert.equal((await fetch(`http://${container.healthAddress}${path}`)).status, 200);
      }
    });

    test('answers as KEDA expects', { timeout: 120_000 }, async () => {
      const { results, conforms } = await runConformance({
        address: container.grpcAddress,
        metadata,
        times: { quietMs: 1000 }, // longer silence is the matter of the kit's own tests
        push: true,
        invalidMetadata: { jobsPerReplica: 'five' },
        work: {
          enqueue: async () => {
            await client.xgroup('CREATE', 'jobs', 'workers', '0', 'MKSTREAM').catch(() => undefined); // it may be there
            await client.xadd('jobs', '*', 'prompt', 'a cat');
          },
          drain: async () => {
            await client.del('jobs');
          },
        },
      });
      assert.deepEqual(results.filter(({ outcome }) => ['failed', 'blocked'].includes(outcome)).map(({ rule, finding }) => [rule.name, finding]), []);
      assert.ok(conforms);
    });

    test('ends streams and stops on SIGTERM', { timeout: 2 * GRACE_SECONDS * 1000 }, async () => {
      const keda = new ExternalScalerClient(container.grpcAddress);
      try {
        const stream = new Stream(keda.streamIsActive({ name: 'worker', namespace: 'ml-platform', scalerMetadata: metadata }));
        await stream.count(1);
        const began = performance.now();
        const [code, end] = await Promise.all([container.stop(GRACE_SECONDS), stream.end(GRACE_SECONDS * 1000)]);
        figures.add('SIGTERM to exit', { value: (performance.now() - began) / 1000, unit: 's', goal: GRACE_SECONDS, better: 'lower' });
        assert.deepEqual({ code, end }, { code: 0, end: 'OK' });
      } finally {
        keda.close();
      }
    });
  });

  describe('with a model to bring', { concurrency: false }, () => {
    const weights = content(20_000_000);
    const directory = join(WORKPLACE, 'models');
    let server: FileServer;
    let agentPod: Manifest;
    let workerPod: Manifest;
    let marker: string;
    let agent: PodContainer | undefined;

    /** The gate of a worker, which has to end. */
    const gate = () => PodContainer.start(IMAGE, workerPod, 'wait-for-model-cache', { volumes: { models: directory }, env: { POD_UID: 'a-worker' } });

    before(async () => {
      server = await FileServer.start();
      server.files.set('/weights', weights);
      const chart = newChart();
      const nodePool = newPool(chart);
      const modelCache = new ModelCacheDaemonSet(chart, 'cache', {
        nodePool,
        directory: NodeLocalDirectory.at('/var/lib/models'),
        models: [CachedModel.https({ name: 'llama', files: [{ url: `${server.url}/weights`, path: 'weights', sha256: sha256(weights) }] })],
        nodeReporting: false, // there is no cluster here
      });
      newWorker(chart, { nodePool, modelCache });
      const objects = new Synthesized(chart);
      const [file, text] = Object.entries(objects.one('ConfigMap', 'cache').data as { readonly [file: string]: string })[0];
      [agentPod, workerPod] = [objects.one('DaemonSet'), objects.one('Deployment', 'worker')].map(({ spec }) => spec.template.spec);
      marker = modelMarker(parseModelCacheConfig(text).models[0]);
      mkdirSync(join(WORKPLACE, 'config'), { recursive: true });
      mkdirSync(directory);
      writeFileSync(join(WORKPLACE, 'config', file), text);
    });

    after(async () => {
      await agent?.stop(GRACE_SECONDS);
      await server?.stop();
    });

    test('the gate waits for as long as the model is not there, says so, and ends with 143 on SIGTERM', { timeout: 60_000 }, async () => {
      const waiting = gate();
      await until(() => waiting.lines.length > 0);
      assert.match(waiting.lines[0], new RegExp(`^waiting for the model cache since 0 s: /models/${marker} is not there yet$`));
      assert.equal(await waiting.stop(GRACE_SECONDS), 143);
    });

    test('the agent brings it, as root without a capability, and says that it is ready', { timeout: 60_000 }, async () => {
      agent = PodContainer.start(IMAGE, agentPod, 'agent', {
        volumes: { models: directory, config: join(WORKPLACE, 'config') },
        env: { NODE_NAME: 'a-node', HEALTH_ADDRESS: '127.0.0.1:0' },
      });
      await until(() => existsSync(join(directory, marker)));
      assert.equal(sha256(readFileSync(join(directory, 'llama/weights'))), sha256(weights));
    });

    test('the gate ends with 0 then, as the user of the worker, and has said that its pod uses the model', { timeout: 60_000 }, async () => {
      const passing = gate();
      assert.equal(await passing.ended(), 0, passing.lines.join('\n'));
      const [lease] = readdirSync(join(directory, '.in-use'));
      assert.match(lease, /^llama-[0-9a-f]{12}\.a-worker$/);
      assert.equal(statSync(join(directory, '.in-use', lease)).uid, workerPod.securityContext.runAsUser);
    });

    test('the agent stops on SIGTERM, and the model stays', { timeout: 60_000 }, async () => {
      assert.equal(await agent!.stop(GRACE_SECONDS), 0);
      assert.ok(existsSync(join(directory, marker)));
    });

    test('what Node compiled is kept for the users of both', async () => {
      const root = agentPod.containers.find(({ name }: Manifest) => name === 'agent').securityContext;
      for (const { runAsUser, runAsGroup } of [root, workerPod.securityContext]) {
        const kept = await evaluate(IMAGE, "fs.readdirSync(require('node:module').getCompileCacheDir()).length", `${runAsUser}:${runAsGroup}`);
        assert.equal(Number(kept), 2); // the scaler's program, which starts it, and the agent's
      }
    });
  });
});

/** Waits until something is so; the test's timeout ends it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await sleep(50);
  }
}
