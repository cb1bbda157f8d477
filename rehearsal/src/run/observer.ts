import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterView } from './cluster-view';
import { WorkerTarget } from './exchange';
import { gpusOf, usdPerHour } from './instance-types';
import { Manifest } from './manifests';
import { Player } from './player';
import { RecordedNode, Recording } from './recording';
import { WorkQueue } from './work-queue';

/** What there is at one moment. */
export interface Observation {
  readonly desired: number;
  /** Machines that Karpenter pays for. */
  readonly nodes: number;
  /** Placeholders that run or wait. */
  readonly placeholders: number;
  /** Machines, placeholders and pre-pulls that are not ready yet. */
  readonly coming: number;
  readonly waiting: number;
  readonly inFlight: number;
}

/** What is known of a queue that does not answer. */
const UNKNOWN = { waiting: NaN, inFlight: NaN };

const REDIS_ANSWERS_WITHIN_MS = 500;

/** Looks at cluster and queue, lets the player react, and writes the recording. */
export class Observer {
  private readonly claims = new Map<string, RecordedNode>();
  private readonly ready = new Set<string>();
  private readonly preempted = new Set<string>();
  private desired = 0;
  private sampledAt = -Infinity;

  public constructor(
    private readonly cluster: ClusterView, private readonly queue: WorkQueue, private readonly target: WorkerTarget, private readonly player: Player,
    private readonly recording: Recording, private readonly now: () => number, private readonly sampleEvery: number,
  ) {}

  /** The clock starts anew. */
  public restart(): void {
    this.sampledAt = -Infinity;
  }

  /** Looks once. */
  public async look(): Promise<Observation> {
    const [pods, claims, deployment, preemptions, depth] = await Promise.all([
      this.cluster.list('v1', 'Pod'),
      this.cluster.list('karpenter.sh/v1', 'NodeClaim'),
      this.cluster.read('apps/v1', 'Deployment', this.target.deployment, this.target.namespace),
      this.cluster.events('Preempted'),
      // A Redis that is away says nothing about the cluster, and does not keep from looking at it.
      Promise.race([this.queue.depth().catch(() => UNKNOWN), sleep(REDIS_ANSWERS_WITHIN_MS, UNKNOWN, { ref: false })]),
    ]);
    this.player.look(pods);
    this.lookAtClaims(claims);
    this.lookAtReplicas(deployment?.spec.replicas ?? 0);
    const placeholders = pods.filter(isPlaceholder);
    this.lookAtPreemptions(preemptions);
    const observation = {
      desired: this.desired,
      nodes: claims.length,
      placeholders: placeholders.length,
      coming: claims.filter(({ metadata }) => !this.ready.has(metadata.name)).length + placeholders.filter(({ status }) => status.phase !== 'Running').length
        + this.player.preparing,
      ...depth,
    };
    this.sample(observation);
    return observation;
  }

  private lookAtReplicas(replicas: number): void {
    if (replicas === this.desired) {
      return;
    }
    const kind = this.desired === 0 ? 'activation' : 'scale';
    this.recording.events.push({ time: this.now(), kind, text: `replicas ${this.desired} → ${replicas}` });
    this.desired = replicas;
  }

  /** A placeholder without a grace is gone before anybody sees it give way; the scheduler tells of it. */
  private lookAtPreemptions(events: readonly Manifest[]): void {
    for (const { metadata: { uid }, involvedObject: { name } } of events.filter((event) => !this.preempted.has(event.metadata.uid))) {
      this.preempted.add(uid);
      this.recording.events.push({ time: this.now(), kind: 'preemption', text: `${name} gives way to a worker` });
    }
  }

  private lookAtClaims(claims: readonly Manifest[]): void {
    const there = new Set(claims.map(({ metadata }) => metadata.name));
    for (const claim of claims) {
      const { name, labels } = claim.metadata;
      const instanceType = labels['node.kubernetes.io/instance-type'];
      const known = this.claims.get(name);
      if (known === undefined && instanceType !== undefined) {
        const node = {
          name, instanceType, gpus: gpusOf(instanceType), usdPerHour: usdPerHour(instanceType, labels['karpenter.sh/capacity-type']), launched: this.now(),
        };
        this.claims.set(name, node);
        this.recording.nodes.push(node);
        this.event(`${instanceType} is launched`);
      }
      if (!this.ready.has(name) && claim.status?.conditions?.some(({ type, status }: Manifest) => type === 'Initialized' && status === 'True')) {
        this.ready.add(name);
        this.event(`${instanceType} is ready`);
      }
    }
    for (const [name, node] of this.claims) {
      if (!there.has(name) && node.gone === undefined) {
        node.gone = this.now();
        this.event(`${node.instanceType} is gone`);
      }
    }
  }

  private event(text: string): void {
    this.recording.events.push({ time: this.now(), kind: 'node', text });
  }

  private sample({ desired, waiting, inFlight }: Observation): void {
    const time = this.now();
    if (time - this.sampledAt < this.sampleEvery) {
      return;
    }
    this.sampledAt = time;
    const nodes: { [type: string]: number } = {};
    for (const { instanceType, gone } of this.claims.values()) {
      if (gone === undefined) {
        nodes[instanceType] = (nodes[instanceType] ?? 0) + 1;
      }
    }
    this.recording.samples.push({ time, waiting, inFlight, desired, pods: this.player.counts(), nodes });
  }
}

/** Placeholders of a warm pool give way to every other pod. */
function isPlaceholder({ spec }: Manifest): boolean {
  return (spec.priority ?? 0) < 0;
}
