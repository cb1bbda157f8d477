import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ClusterView } from './cluster-view';
import { exchange, WorkerTarget } from './exchange';
import { renderInstanceTypes } from './instance-types';
import { Manifest } from './manifests';
import { zonesOf } from './node-pools';
import { Observation, Observer } from './observer';
import { Delays, Player } from './player';
import { RecordedJob, Recording, startAt } from './recording';
import { RedisProcess } from './redis-process';
import { ScalerReplicas } from './scaler-replicas';
import { DOWNSCALE_STABILIZATION, speedUp } from './speed';
import { SteadyState, steadyState } from './steady-state';
import { TraceJob } from './trace';
import { WorkQueue } from './work-queue';
import { ControlPlane, startControlPlane } from '../control-plane/control-plane';
import { VERSIONS } from '../control-plane/versions';

/** What to rehearse, and how. */
export interface RehearsalOptions {
  /** Name of the control plane; others may run beside it. */
  readonly name: string;
  /** What the report is headed with. */
  readonly title: string;
  readonly manifests: readonly Manifest[];
  /** Launch of a machine until its Node object, in seconds. */
  readonly nodeStart: number;
  readonly delays: Delays;
  /**
   * Jobs that a worker works on at a time.
   *
   * @default 1
   */
  readonly concurrency?: number;
  /**
   * Divides every duration.
   *
   * @default 1
   */
  readonly speed?: number;
  /**
   * The HPA's sync period at speed 1, in seconds.
   *
   * @default 15
   */
  readonly hpaSyncPeriod?: number;
  /**
   * Processes of the scaler.
   *
   * @default 1
   */
  readonly scalerReplicas?: number;
  /**
   * Further environment of the scaler.
   *
   * @default - none
   */
  readonly scalerEnv?: { readonly [name: string]: string };
  /** Gets a line for each step. */
  readonly log: (line: string) => void;
}

/** How often cluster and queue are looked at, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** Nothing happens for so long when the first apply has calmed down, in milliseconds. */
const CALM_MS = 5000;

/** Karpenter gathers pending pods for this long; seconds. */
const KARPENTER_BATCH = { idle: 1, max: 10 };

/**
 * One rehearsal: a real control plane, a real Redis, the real scaler, the manifests applied, the workers played, everything recorded.
 * Its clock starts with the first job; until then its times are negative.
 */
export class Rehearsal {
  /**
   * Boots everything, applies the manifests and returns when KEDA has taken up the ScaledObject.
   *
   * @throws Error if something cannot be rehearsed, is refused by the API server, or does not start; nothing is left running then
   */
  public static async start(options: RehearsalOptions): Promise<Rehearsal> {
    const speed = options.speed ?? 1;
    const folder = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-rehearsal-'));
    const discard = () => rmSync(folder, { recursive: true, force: true });
    process.once('exit', discard);
    const instanceTypesFile = join(folder, 'instance-types.json');
    writeFileSync(instanceTypesFile, renderInstanceTypes(zonesOf(options.manifests)));
    const ends: (() => Promise<unknown>)[] = [async () => discard()];
    try {
      const redis = await RedisProcess.start();
      ends.unshift(() => redis.stop());
      const scaler = await ScalerReplicas.reserve();
      ends.unshift(() => scaler.stop());
      const exchanged = exchange(options.manifests, {
        scalerAddress: scaler.address, redisHost: '127.0.0.1', redisPort: redis.port, nodeStart: options.nodeStart,
      });
      const { objects, distortions } = speedUp(exchanged.objects, speed);
      exchanged.notes.forEach((note) => options.log(`exchanged: ${note}`));
      distortions.forEach((distortion) => options.log(`distorted by speed ${speed}: ${distortion}`));
      await scaler.launch({ config: exchanged.scalerConfig, replicas: options.scalerReplicas ?? 1, env: options.scalerEnv });
      options.log('booting the control plane');
      const plane = await startControlPlane({
        name: options.name,
        hpaSyncPeriod: (options.hpaSyncPeriod ?? 15) / speed,
        instanceTypesFile,
        flags: { 'kube-controller-manager': [`--horizontal-pod-autoscaler-downscale-stabilization=${DOWNSCALE_STABILIZATION / speed}s`] },
        env: { karpenter: { BATCH_IDLE_DURATION: `${KARPENTER_BATCH.idle * 1000 / speed}ms`, BATCH_MAX_DURATION: `${KARPENTER_BATCH.max * 1000 / speed}ms` } },
      });
      ends.unshift(() => plane.stop());
      const client = redis.client();
      ends.unshift(async () => client.disconnect());
      const scaled = objects.find(({ kind }) => kind === 'ScaledObject')!;
      const recording: Recording = {
        title: options.title,
        speed,
        jobsPerReplica: exchanged.worker.jobsPerReplica,
        maxReplicas: scaled.spec.maxReplicaCount ?? 100,
        exchanges: [...exchanged.notes, assumptions(options)],
        distortions,
        versions: { Kubernetes: VERSIONS.kubernetes, KEDA: VERSIONS.keda, Karpenter: VERSIONS.karpenter, etcd: VERSIONS.etcd, kwok: VERSIONS.kwok },
        samples: [],
        events: [],
        jobs: [],
        pods: [],
        nodes: [],
      };
      const steady = steadyState(exchanged.objects);
      const rehearsal = new Rehearsal(options, plane, redis, client, scaler, exchanged.worker, recording, ends, steady);
      await rehearsal.begin(objects);
      return rehearsal;
    } catch (error) {
      await endAll(ends).catch(() => undefined); // what went wrong first is what matters
      throw error;
    }
  }

  public latest: Observation = { desired: 0, nodes: 0, placeholders: 0, coming: 0, waiting: 0, inFlight: 0 };
  private readonly speed: number;
  private readonly cluster: ClusterView;
  private readonly queue: WorkQueue;
  private readonly observer: Observer;
  private readonly interruption = new AbortController();
  private began = Date.now();
  private looking = true;
  private stopped?: Promise<void>;
  private looks?: Promise<void>;

  private constructor(
    private readonly options: RehearsalOptions, public readonly plane: ControlPlane, public readonly redis: RedisProcess, client: Redis,
    public readonly scaler: ScalerReplicas, public readonly worker: WorkerTarget, public readonly recording: Recording,
    private readonly ends: (() => Promise<unknown>)[], private readonly steady: SteadyState,
  ) {
    this.speed = options.speed ?? 1;
    this.queue = new WorkQueue(client, worker.stream, worker.group);
    this.cluster = new ClusterView(plane.kubeconfig);
    const now = () => this.now();
    const { delays, concurrency = 1, log } = options;
    const player = new Player(this.cluster, this.queue, { delays, concurrency, speed: this.speed, now, log }, recording);
    this.observer = new Observer(this.cluster, this.queue, worker, player, recording, now, this.speed * 0.5);
  }

  /** Seconds of the story since the first job. */
  public now(): number {
    return (Date.now() - this.began) / 1000 * this.speed;
  }

  /** Lets jobs arrive at their times, from now on; returns when the last one has. */
  public async feed(jobs: readonly TraceJob[]): Promise<void> {
    const records: RecordedJob[] = jobs.map(({ arrival, service }) => ({ arrival, service, kills: 0 }));
    startAt(this.recording, this.now());
    this.began = Date.now();
    this.observer.restart();
    this.recording.jobs.push(...records);
    for (const job of records) {
      await this.pause(Math.max(0, (job.arrival - this.now()) * 1000 / this.speed));
      await this.queue.add(job);
    }
  }

  /** Jobs that are not done yet. */
  public get outstanding(): number {
    return this.recording.jobs.filter(({ done }) => done === undefined).length;
  }

  /**
   * Waits until something is so.
   *
   * @param seconds of the story, at most
   * @throws Error with what was seen last
   */
  public async until(what: string, seconds: number, condition: () => boolean | Promise<boolean>): Promise<number> {
    const limit = this.now() + seconds;
    while (!await condition()) {
      if (this.now() > limit) {
        throw new Error(`not within ${seconds} s: ${what}; last seen: ${JSON.stringify(this.latest)}, ${this.outstanding} jobs outstanding`);
      }
      await this.pause(LOOK_EVERY_MS);
    }
    return this.now();
  }

  /**
   * Waits until the first apply has calmed down: only the replicas and machines are there that stay without a job, and spare ones are ready.
   * After the time that this may take it returns as well, with a word in the log.
   */
  public async settled(): Promise<void> {
    const { nodeStart, delays, log } = this.options;
    const { warm, within } = this.steady;
    let calmSince: number | undefined;
    try {
      await this.until('calm after the first apply', nodeStart + delays.imagePull + within + CALM_MS / 1000 * this.speed, () => {
        const calm = this.idle() && this.latest.coming === 0 && (!warm || this.latest.nodes > 0);
        calmSince = calm ? calmSince ?? Date.now() : undefined;
        return calmSince !== undefined && Date.now() - calmSince >= CALM_MS;
      });
    } catch (error) {
      this.interruption.signal.throwIfAborted();
      log(`the jobs begin although the first apply has not calmed down: ${(error as Error).message}`);
    }
  }

  /** Waits until all jobs are done, and no worker and machine is left but those that stay without a job. */
  public async finished(seconds: number): Promise<void> {
    await this.until('all jobs done, no worker and no machine left but those that stay', seconds, () => this.outstanding === 0 && this.idle());
    this.recording.ended = this.now();
    this.mark('end', 'all is done and gone');
  }

  /** Makes whatever waits here throw, as after Ctrl-C. The caller stops everything then. */
  public interrupt(): void {
    this.interruption.abort(new Error('interrupted'));
  }

  /** Whether it was. */
  public get interrupted(): boolean {
    return this.interruption.signal.aborted;
  }

  public async untilInterrupted(): Promise<void> {
    if (!this.interrupted) {
      await once(this.interruption.signal, 'abort');
    }
  }

  /** What the cluster warns of last, a line each: for somebody who wonders why nothing happens. */
  public warnings(): Promise<string[]> {
    return this.cluster.warnings();
  }

  /** Writes something on the line of events. */
  public mark(kind: 'fault' | 'end', text: string): void {
    this.recording.events.push({ time: this.now(), kind, text });
  }

  /** Ends everything. Calling it again does nothing. */
  public stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    this.interrupt();
    this.looking = false;
    await this.looks;
    await endAll(this.ends);
  }

  /** Whether only that is left which stays without a job. */
  private idle(): boolean {
    const { desired, nodes, placeholders } = this.latest;
    return desired <= this.steady.replicas && nodes <= placeholders + this.steady.machines;
  }

  private async pause(milliseconds: number): Promise<void> {
    const { signal } = this.interruption;
    await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  private async begin(objects: readonly Manifest[]): Promise<void> {
    await this.queue.create();
    await this.plane.apply(objects);
    this.options.log(`${objects.length} objects applied`);
    this.looks = this.lookOn();
    await this.until('KEDA has taken up the ScaledObject', 30 * this.speed, async () => {
      const { namespace, scaledObject } = this.worker;
      const text = await this.plane.kubectl(['get', 'scaledobject', scaledObject, '-n', namespace, '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}']);
      return text === 'True';
    });
  }

  private async lookOn(): Promise<void> {
    while (this.looking) {
      try {
        this.latest = await this.observer.look();
      } catch (error) {
        if (this.looking) {
          this.options.log(`cannot look at the cluster: ${(error as Error).message}`);
        }
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** Ends each, whatever becomes of the others; the first problem is thrown at the end. */
async function endAll(ends: readonly (() => Promise<unknown>)[]): Promise<void> {
  const problems: unknown[] = [];
  for (const end of ends) {
    await end().catch((error: unknown) => problems.push(error));
  }
  if (problems.length > 0) {
    throw problems[0];
  }
}

/** What the player is told, for the report. */
function assumptions({ nodeStart, delays, concurrency = 1 }: RehearsalOptions): string {
  const { imagePull, imagePulls = {}, modelLoad, cachedModelLoad = modelLoad / 4 } = delays;
  const single = Object.entries(imagePulls).map(([image, seconds]) => `, ${image} in ${seconds} s`).join('');
  return `times that were given: a machine starts in ${nodeStart} s, an image is pulled in ${imagePull} s${single}, a model loads in ${modelLoad} s `
    + `(${cachedModelLoad} s from a directory of the node), a worker works on ${concurrency} job${concurrency === 1 ? '' : 's'} at a time`;
}
