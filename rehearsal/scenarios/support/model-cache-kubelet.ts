/** The kubelets of nodes with a model cache: each node has a directory of its own, in which the real agent and the real gates run as processes. */
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, Live, nodeOf } from './cluster';
import { kubeconfigOfPod } from './pod-account';
import { PODS } from './worker-app';
import { MODEL_CACHE_RUNTIME } from '../../../lib/contract/model-cache';
import { guarded } from '../../src/control-plane/child';
import type { ControlPlane } from '../../src/control-plane/control-plane';
import { ClusterView } from '../../src/run/cluster-view';
import { freePort } from '../../src/run/free-port';

/** How often it looks for pods, in milliseconds. */
const INTERVAL = 200;

const ROOT = join(__dirname, '../../..');

export class ModelCacheKubelet {
  /** What each pod's process has said, by the pod's name. */
  readonly said = new Map<string, string[]>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-nodes-'));
  private readonly processes: ChildProcess[] = [];
  private readonly pods = new Set<string>();
  private readonly view: ClusterView;
  private readonly problems: Error[] = [];
  private stopped = false;
  private readonly running: Promise<void>;

  /** Begins to play the pods of a namespace. */
  constructor(private readonly plane: ControlPlane, private readonly cluster: Cluster, private readonly namespace: string) {
    this.view = new ClusterView(plane.kubeconfig);
    this.running = this.play();
  }

  /** Where a node has what its pods mount at `path`. */
  directory(node: string, path: string): string {
    return join(this.folder, node, path);
  }

  /** Ends all processes, and throws the first problem that there was. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await Promise.all(this.processes.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map(async (child) => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }));
    rmSync(this.folder, { recursive: true, force: true });
    if (this.problems.length > 0) {
      throw this.problems[0];
    }
  }

  private async play(): Promise<void> {
    while (!this.stopped) {
      for (const [labels, begin] of [[PODS.cache, this.runAgent], [PODS.worker, this.passGate]] as const) {
        for (const pod of await this.cluster.pods(this.namespace, labels)) {
          if (nodeOf(pod) !== undefined && !this.pods.has(pod.metadata.uid)) {
            this.pods.add(pod.metadata.uid);
            begin.call(this, pod).catch((error: Error) => this.problems.push(error));
          }
        }
      }
      await sleep(INTERVAL);
    }
  }

  /** Runs the agent with its ServiceAccount, and says that the pod is ready when the agent does. */
  private async runAgent(pod: Live): Promise<void> {
    const [container] = pod.spec.containers;
    const { name } = pod.spec.volumes.find(({ configMap }: Live) => configMap !== undefined).configMap;
    const { data } = await this.cluster.read('v1', 'ConfigMap', name, this.namespace);
    const config = this.mapped(pod, MODEL_CACHE_RUNTIME.configFile);
    mkdirSync(join(config, '..'), { recursive: true });
    const [content] = Object.values<string>(data);
    writeFileSync(config, JSON.stringify({ ...JSON.parse(content), directory: this.mapped(pod, JSON.parse(content).directory) }));
    const health = `127.0.0.1:${await freePort()}`;
    this.start(pod, container, { KUBECONFIG: await kubeconfigOfPod(this.plane, pod), [MODEL_CACHE_RUNTIME.env.healthAddress]: health });
    await this.view.patchPodStatus(pod, statusOf(pod, false));
    while (!this.stopped && !await fetch(`http://${health}/readyz`).then(({ ok }) => ok, () => false)) {
      await sleep(INTERVAL);
    }
    await this.view.patchPodStatus(pod, statusOf(pod, true));
  }

  /** Runs the gate, and says that the worker runs when it has let it through. */
  private async passGate(pod: Live): Promise<void> {
    const [gate] = pod.spec.initContainers;
    mkdirSync(this.mapped(pod, gate.volumeMounts[0].mountPath), { recursive: true });
    const [code] = await once(this.start(pod, gate), 'exit');
    if (code === 0) {
      await this.view.patchPodStatus(pod, statusOf(pod, true));
    } else if (!this.stopped) {
      throw new Error(`the gate of ${pod.metadata.name} ended with ${code}: ${this.said.get(pod.metadata.name)?.join('\n')}`);
    }
  }

  /** Starts the program that a container's command names, with what the container mounts in the node's own folder. */
  private start(pod: Live, { command, env, volumeMounts }: Live, more: NodeJS.ProcessEnv = {}): ChildProcess {
    const paths = volumeMounts.map(({ mountPath }: Live) => mountPath);
    const [, ...args] = command.slice(command.indexOf('cache')).map((arg: string) => (paths.some((path: string) => arg.startsWith(path)) ? this.mapped(pod, arg) : arg));
    const child = spawn(...guarded([process.execPath, '--import', 'tsx', 'model-cache/src/main.ts', ...args]), {
      cwd: ROOT, detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env.PATH, ...environmentOf(pod, env), ...more },
    });
    const lines: string[] = [];
    this.said.set(pod.metadata.name, lines);
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => lines.push(line));
    }
    child.once('exit', () => child.stdin.destroy());
    this.processes.push(child);
    return child;
  }

  private mapped(pod: Live, path: string): string {
    return this.directory(nodeOf(pod)!, path);
  }
}

/** What the downward API and the values of a container's environment come to. */
function environmentOf(pod: Live, env: readonly Live[]): NodeJS.ProcessEnv {
  return Object.fromEntries(env.map(({ name, value, valueFrom }) => {
    const path: string[] | undefined = valueFrom?.fieldRef.fieldPath.split('.');
    return [name, path === undefined ? value : path.reduce((object, key) => object[key], pod)];
  }));
}

function statusOf(pod: Live, ready: boolean): object {
  const status = ready ? 'True' : 'False';
  return {
    phase: 'Running',
    conditions: [{ type: 'PodScheduled', status: 'True' }, { type: 'Ready', status }],
    containerStatuses: pod.spec.containers.map(({ name, image }: Live) => (
      { name, image, imageID: image, ready, restartCount: 0, state: { running: {} } })),
  };
}
