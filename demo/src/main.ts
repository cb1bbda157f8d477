import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { EmbeddedJobs } from './embedded-jobs';
import { Jobs } from './jobs';
import { synthesizeExample, WorkerManifests } from './manifests';
import { parseRedisUrl, RedisJobs } from './redis-jobs';
import { Story } from './story';
import { Timeline } from './timeline';
import { ExternalScalerClient } from '../../conformance/src/keda/external-scaler-client';
import { MemorySourceMetadata, RedisStreamSourceMetadata, renderTriggerMetadata, ScalerConfig, SourceMetadata } from '../../lib/contract';
import { ScalerProcess } from '../../scaler/src/scaler-process';

const ABOUT = `
What is real: the manifests (synthesized from examples/image-generation.ts), the scaler (a process of its own), every gRPC call,
and with --redis the jobs: entries of a Redis Stream, taken and acknowledged by a consumer group.
What is played: KEDA's loop and the HPA's arithmetic, on a clock that leaves the waiting out. No cluster, no GPU.

  npm start
  npm start -- --redis redis://127.0.0.1:6379

The same manifests on the real KEDA, HPA, scheduler and Karpenter: npx gpu-autoscaler rehearse --help`;

/** Where the jobs are, as the scaler and the trigger are told. */
interface Setting {
  readonly source: SourceMetadata;
  readonly config: ScalerConfig;
  openJobs(scaler: ScalerProcess): Promise<Jobs>;
  close(): Promise<void>;
}

async function main(signal: AbortSignal): Promise<void> {
  const { redis } = new Command('npm start --')
    .description('Plays the story of the README: 47 jobs, 5 per replica, 2 → 10 replicas, drained, 0.')
    .option('--redis <url>', 'use a stream of this Redis 7 in place of the embedded queue; it must not exist yet, and is deleted at the end')
    .addHelpText('after', ABOUT)
    .parse()
    .opts<{ redis?: string }>();

  const timeline = new Timeline();
  timeline.heading('1. Synthesize the example: examples/image-generation.ts');
  const manifests = synthesizeExample();
  timeline.note(`${manifests.file}: ${manifests.objects.length} objects`);
  manifests.objects.forEach((object) => timeline.note(`  ${object}`));

  const setting = redis === undefined ? embeddedSetting() : await redisSetting(redis, manifests);
  let scaler: ScalerProcess | undefined;
  try {
    timeline.heading('2. Start the real scaler');
    scaler = await ScalerProcess.start(setting.config);
    const jobs = await setting.openJobs(scaler);
    timeline.note(`it answers KEDA's calls on ${scaler.grpcAddress}; jobs are in ${jobs.place}`);
    if (setting.source.type !== manifests.metadata.source.type) {
      timeline.note(`exchanged for this: the trigger's source ${manifests.metadata.source.type} → ${setting.source.type}; everything else is as synthesized`);
    }
    const failed = await tell(manifests, setting, scaler, jobs, timeline, signal);
    const code = await scaler.stop();
    scaler = undefined;
    process.exitCode = failed || code !== 0 ? 1 : 0;
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
    process.exitCode = 130; // whatever failed then is no news: the same Ctrl-C ends the scaler too
  } finally {
    await scaler?.stop();
    await setting.close();
  }
  if (signal.aborted) {
    console.error('\ninterrupted; nothing is left behind');
  }
}

/** Plays the story and sums it up; returns whether something was not as promised. */
async function tell(
  manifests: WorkerManifests, setting: Setting, scaler: ScalerProcess, jobs: Jobs, timeline: Timeline, signal: AbortSignal,
): Promise<boolean> {
  const { name, namespace, metadata } = manifests;
  const client = new ExternalScalerClient(scaler.grpcAddress);
  const scalerMetadata = { scalerAddress: scaler.grpcAddress, ...renderTriggerMetadata({ ...metadata, source: setting.source }) };
  const story = new Story(manifests, { name, namespace, scalerMetadata }, client, jobs, timeline, signal);
  timeline.heading(`3. Play the story: ${metadata.jobsPerReplica} jobs per replica, at most ${manifests.maxReplicaCount} replicas`);
  timeline.columns();
  try {
    await story.play();
  } finally {
    client.close();
  }
  timeline.heading('What was checked');
  story.checks.forEach(({ what, passed, got }) => timeline.check(what, passed, got));
  const failed = story.checks.some(({ passed }) => !passed);
  if (failed) {
    timeline.note('\n  Not as promised. Play it again; if it stays so, open an issue with all of this output.');
  } else {
    timeline.heading('What to do next');
    timeline.note('write your own app      the smallest one is in README.md; cdk8s synth writes its manifests');
    timeline.note('use a real Redis        npm start -- --redis redis://127.0.0.1:6379');
    timeline.note('rehearse                npx gpu-autoscaler rehearse --help   (the real KEDA, HPA, scheduler and Karpenter, here)');
    timeline.note('deploy                  README.md, "Deploy": build and push the scaler image, kubectl apply');
  }
  return failed;
}

function embeddedSetting(): Setting {
  const source: MemorySourceMetadata = { type: 'memory', queue: 'inference-jobs' };
  return {
    source,
    config: { connections: {} },
    openJobs: async (scaler) => new EmbeddedJobs(scaler.healthAddress, source.queue),
    close: async () => undefined,
  };
}

/** Connects before anything is started, so that a wrong URL is said at once. */
async function redisSetting(url: string, manifests: WorkerManifests): Promise<Setting> {
  const source = manifests.metadata.source as RedisStreamSourceMetadata;
  const target = parseRedisUrl(url);
  const jobs = await RedisJobs.open(target, source);
  const directory = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-demo-'));
  const passwordFile = target.password === undefined ? undefined : join(directory, 'password');
  if (passwordFile !== undefined) {
    writeFileSync(passwordFile, target.password!, { mode: 0o600 });
  }
  return {
    source,
    config: { connections: { [source.connection]: { ...target.config, passwordFile } } },
    openJobs: async () => jobs,
    close: async () => {
      rmSync(directory, { recursive: true });
      await jobs.close();
    },
  };
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => interrupted.abort()); // everything that was begun is ended and removed; a second signal does not wait for that
}

main(interrupted.signal).catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exit(1);
});
