/** Watches the nodes of a control plane in the background: when each came, was given up and went, and the most GPUs that a pool ever had. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, instanceTypeOf, isGivenUp, Live } from './cluster';
import { gpusOf } from '../../src/run/instance-types';

/** How often to look, in milliseconds: the error of all times here. */
const INTERVAL = 200;

/** What happened to one node. Times are in seconds since the log was started. */
export interface NodeHistory {
  readonly name: string;
  readonly pool: string;
  readonly instanceType: string;
  /** When Karpenter's taint was first seen. */
  givenUpAt?: number;
  /** When the node was first seen to be gone. */
  goneAt?: number;
}

export class NodeLog {
  private readonly nodes = new Map<string, NodeHistory>();
  private readonly mostGpus = new Map<string, number>();
  private readonly began = Date.now();
  private stopped = false;
  private looks = 0;
  private failure: Error | undefined;
  private readonly running: Promise<void>;

  /** Starts to look. */
  constructor(private readonly cluster: Cluster) {
    this.running = this.look();
  }

  /** Seconds since the start. */
  get now(): number {
    return (Date.now() - this.began) / 1000;
  }

  /** Returns when everything that is so now is in the log. */
  async upToDate(): Promise<void> {
    // The look that is under way may have begun before now.
    const wanted = this.looks + 2;
    while (this.looks < wanted) {
      this.check();
      await sleep(INTERVAL);
    }
  }

  /** Stops looking, and throws if it could not look at some time: what it says would not be complete. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    this.check();
  }

  /** All nodes that a pool has had. */
  of(pool: string): NodeHistory[] {
    this.check();
    return [...this.nodes.values()].filter((node) => node.pool === pool);
  }

  /** The most GPUs that the pool had at one time, in nodes and in NodeClaims that have been launched. */
  mostGpusOf(pool: string): number {
    this.check();
    return this.mostGpus.get(pool) ?? 0;
  }

  private check(): void {
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }

  private async look(): Promise<void> {
    while (!this.stopped) {
      try {
        this.record(await this.cluster.nodes(), await this.cluster.nodeClaims());
        this.looks++;
      } catch (error) {
        this.failure = error as Error;
        return;
      }
      await sleep(INTERVAL);
    }
  }

  private record(nodes: readonly Live[], claims: readonly Live[]): void {
    const { now } = this;
    for (const node of nodes) {
      const { name } = node.metadata;
      const history: NodeHistory = this.nodes.get(name) ?? { name, pool: poolOf(node), instanceType: instanceTypeOf(node) };
      if (history.givenUpAt === undefined && isGivenUp(node)) {
        history.givenUpAt = now;
      }
      this.nodes.set(name, history);
    }
    const present = new Set(nodes.map(({ metadata }) => metadata.name));
    for (const history of this.nodes.values()) {
      if (!present.has(history.name)) {
        history.goneAt ??= now;
      }
    }
    // A machine counts once, whether it has a NodeClaim, a Node or both.
    const launched = claims.filter(({ status }) => status?.providerID !== undefined).map((claim): [string, Live] => [claim.status.providerID, claim]);
    const machines = new Map([...launched, ...nodes.map((node): [string, Live] => [node.spec.providerID, node])]);
    const gpus = new Map<string, number>();
    for (const machine of machines.values()) {
      gpus.set(poolOf(machine), (gpus.get(poolOf(machine)) ?? 0) + gpusOf(instanceTypeOf(machine)));
    }
    for (const [pool, count] of gpus) {
      this.mostGpus.set(pool, Math.max(count, this.mostGpus.get(pool) ?? 0));
    }
  }
}

function poolOf(object: Live): string {
  return object.metadata.labels['karpenter.sh/nodepool'];
}
