import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterView } from './cluster-view';
import { CONCURRENCY_ANNOTATION, PLAYED } from './exchange';
import { Manifest } from './manifests';
import { PlayedWorker } from './played-worker';
import { gpusOfPod } from './pod-needs';
import { RecordedPod, Recording } from './recording';
import { WorkQueue } from './work-queue';
import { PLAYED_ANNOTATION } from '../control-plane/stages';

/** How long things take where no container runs, in seconds of the story. */
export interface Delays {
  /** Pull of an image on a node that does not have it. */
  readonly imagePull: number;
  /**
   * The same for single images, by their names as the manifests have them.
   *
   * @default - all take `imagePull`
   */
  readonly imagePulls?: { readonly [image: string]: number };
  /** From a worker's start until it is ready. */
  readonly modelLoad: number;
  /**
   * The same where the model is in a directory of the node already.
   *
   * @default - a quarter of `modelLoad`
   */
  readonly cachedModelLoad?: number;
}

/** How the player plays. */
export interface PlayerOptions {
  readonly delays: Delays;
  /** Jobs that a worker works on at a time. */
  readonly concurrency: number;
  readonly speed: number;
  /** The story's time, in seconds. */
  readonly now: () => number;
  /** Gets a line for what the API server refused. */
  readonly log: (line: string) => void;
}

/** A pod that is played. */
interface Played {
  pod: Manifest;
  readonly record?: RecordedPod;
  worker?: PlayedWorker;
  ready?: boolean;
  ending?: boolean;
  gone?: boolean;
}

/**
 * The kubelet and the workload of the played pods: pulls, loads, reports ready, takes jobs, and at the end behaves as a pod with a grace
 * period does: finishes what it can, and is killed when it cannot.
 */
export class Player {
  private readonly played = new Map<string, Played>();
  /** By node and image: resolved when the image is there. */
  private readonly images = new Map<string, Promise<void>>();
  /** Node and path of directories on nodes that hold the model. */
  private readonly models = new Set<string>();
  private readonly now: () => number;

  public constructor(
    private readonly cluster: ClusterView, private readonly queue: WorkQueue,
    private readonly options: PlayerOptions, private readonly recording: Recording,
  ) {
    this.now = options.now;
  }

  /** Takes note of all pods as they are now. */
  public look(pods: readonly Manifest[]): void {
    const seen = new Set<string>();
    for (const pod of pods) {
      const as = pod.metadata.annotations?.[PLAYED_ANNOTATION];
      if (as === undefined) {
        continue;
      }
      seen.add(pod.metadata.uid);
      this.lookAt(pod, as);
    }
    for (const [uid, played] of this.played) {
      if (!seen.has(uid)) {
        this.vanished(played);
        this.played.delete(uid);
      }
    }
  }

  /** Pre-pull pods that are not ready yet. */
  public get preparing(): number {
    return [...this.played.values()].filter(({ record, ready }) => record === undefined && ready !== true).length;
  }

  /** Worker pods by what they are doing. */
  public counts(): { pending: number; starting: number; ready: number; terminating: number } {
    const counts = { pending: 0, starting: 0, ready: 0, terminating: 0 };
    for (const { record, pod, worker } of this.played.values()) {
      worker?.account();
      if (record !== undefined) {
        counts[pod.metadata.deletionTimestamp !== undefined ? 'terminating' : worker !== undefined ? 'ready' : pod.spec.nodeName !== undefined ? 'starting' : 'pending']++;
      }
    }
    return counts;
  }

  private lookAt(pod: Manifest, as: string): void {
    const { uid } = pod.metadata;
    const existing = this.played.get(uid);
    const played = existing ?? { pod, record: as === PLAYED.worker ? this.record(pod) : undefined };
    const wasBound = existing?.pod.spec.nodeName !== undefined;
    played.pod = pod;
    this.played.set(uid, played);
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (played.ending !== true) {
        played.ending = true;
        this.observed(this.end(played), pod);
      }
    } else if (pod.spec.nodeName !== undefined && !wasBound) {
      this.observed(this.begin(played), pod);
    }
  }

  private record(pod: Manifest): RecordedPod {
    const record: RecordedPod = { name: pod.metadata.name, gpus: gpusOfPod(pod.spec), created: this.now() };
    this.recording.pods.push(record);
    return record;
  }

  private async begin(played: Played): Promise<void> {
    const { pod, record } = played;
    if (record !== undefined) {
      record.bound = this.now();
    }
    const { initContainers = [], containers } = pod.spec;
    for (const { image } of [...initContainers, ...containers]) {
      await this.pulled(pod.spec.nodeName, image);
    }
    if (isOver(played)) {
      return;
    }
    const directories = modelDirectories(pod, record === undefined ? [...initContainers, ...containers] : containers).map((path) => `${pod.spec.nodeName} ${path}`);
    if (record !== undefined) {
      await this.cluster.patchPodStatus(pod, podStatus(pod, false));
    }
    if (record !== undefined || directories.length > 0) {
      await this.loaded(directories);
    }
    if (isOver(played)) {
      return;
    }
    directories.forEach((directory) => this.models.add(directory));
    await this.cluster.patchPodStatus(pod, podStatus(pod, true));
    played.ready = true;
    if (record !== undefined) {
      record.ready = this.now();
      this.event('pod', `${record.name} is ready`);
      played.worker = new PlayedWorker(record, this.queue, { ...this.options, concurrency: concurrencyOf(pod) ?? this.options.concurrency });
    }
  }

  /** An image that is on a node is not pulled again; two that want it share one pull. */
  private pulled(node: string, image: string): Promise<void> {
    const key = `${node} ${image}`;
    // Small tools of a pre-pull DaemonSet cost nothing next to the images that it is there for.
    const tool = /(^|\/)(pause|busybox|cdk8s-gpu-autoscaler\/scaler)[:@]/.test(image);
    const { imagePull, imagePulls = {} } = this.options.delays;
    const pull = this.images.get(key) ?? this.storySeconds(imagePulls[image] ?? (tool ? 0 : imagePull));
    this.images.set(key, pull);
    return pull;
  }

  /** A model that a pod has put on the node is read from there by the next one. */
  private loaded(directories: readonly string[]): Promise<void> {
    const { modelLoad, cachedModelLoad = modelLoad / 4 } = this.options.delays;
    return this.storySeconds(directories.some((directory) => this.models.has(directory)) ? cachedModelLoad : modelLoad);
  }

  private async end(played: Played): Promise<void> {
    const { pod, worker, record } = played;
    if (worker !== undefined) {
      const grace = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000;
      const drained = worker.drain().then(() => 'drained' as const);
      const outcome = await Promise.race([drained, sleep(grace, 'killed' as const, { ref: false })]);
      if (outcome === 'killed') {
        this.killed(record!, worker, `its grace of ${pod.metadata.deletionGracePeriodSeconds} s was over`);
      }
    }
    played.gone = true;
    await this.cluster.removePod(pod);
  }

  /** A pod that went without its kubelet: its node was taken away. */
  private vanished(played: Played): void {
    if (played.record !== undefined) {
      played.record.gone = this.now();
      if (played.gone !== true && played.worker !== undefined) {
        this.killed(played.record, played.worker, 'its node was taken away');
      }
    }
    played.gone = true;
  }

  private killed(record: RecordedPod, worker: PlayedWorker, why: string): void {
    const lost = worker.kill();
    if (lost > 0) {
      this.event('killed', `${record.name} was killed with ${lost} running job${lost === 1 ? '' : 's'}: ${why}`);
    }
  }

  private event(kind: 'pod' | 'killed', text: string): void {
    this.recording.events.push({ time: this.now(), kind, text });
  }

  private observed(playing: Promise<void>, { metadata: { name } }: Manifest): void {
    playing.catch((error: Error) => this.options.log(`cannot play pod ${name}: ${error.message}`));
  }

  private async storySeconds(seconds: number): Promise<void> {
    await sleep(seconds * 1000 / this.options.speed, undefined, { ref: false });
  }
}

/** Whether there is no use in going on with a pod; asked again after every wait. */
function isOver({ ending, gone }: Played): boolean {
  return ending === true || gone === true;
}

/** Paths on the node that some containers of a pod mount: where models are kept. */
function modelDirectories(pod: Manifest, containers: readonly Manifest[]): string[] {
  const mounted = new Set(containers.flatMap(({ volumeMounts = [] }: Manifest) => volumeMounts.map(({ name }: Manifest) => name)));
  const directories = (pod.spec.volumes ?? []).filter(({ name, hostPath }: Manifest) => hostPath !== undefined && mounted.has(name));
  return directories.map(({ hostPath }: Manifest) => hostPath.path);
}

/** What the pod's annotation says; nothing without one. */
function concurrencyOf(pod: Manifest): number | undefined {
  const text = pod.metadata.annotations?.[CONCURRENCY_ANNOTATION];
  return text === undefined ? undefined : Number(text);
}

/** The status that a kubelet reports for a pod whose containers run. */
function podStatus(pod: Manifest, ready: boolean): object {
  const time = new Date().toISOString().replace(/\.\d+/, '');
  const condition = (type: string, value: boolean) => ({ type, status: value ? 'True' : 'False', lastTransitionTime: time });
  const container = ({ name, image }: Manifest, state: object, isReady: boolean) =>
    ({ name, image, imageID: image, ready: isReady, started: true, restartCount: 0, state });
  return {
    phase: 'Running',
    startTime: time,
    conditions: [condition('PodScheduled', true), condition('Initialized', true), condition('ContainersReady', ready), condition('Ready', ready)],
    initContainerStatuses: pod.spec.initContainers?.map((init: Manifest) => container(init, { terminated: { exitCode: 0, reason: 'Completed' } }, true)),
    containerStatuses: pod.spec.containers.map((main: Manifest) => container(main, { running: { startedAt: time } }, ready)),
  };
}
