/** Boots a real control plane on loopback: etcd, Kubernetes, Karpenter and KEDA are real, kubelets and machines are not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrapObjects, KubernetesObject } from './bootstrap-manifests';
import { cacheRoot, ControlPlaneCache, controlPlaneCache, missingParts } from './cache';
import { Child } from './child';
import { Component, componentsOf } from './components';
import { Probe, unhealthy } from './health';
import { ComponentState, InstanceFolder, instanceFolder, leftovers, PORT_NAMES, Ports, writeState } from './instance';
import { writeAdminKubeconfig, writeInstanceFiles } from './instance-files';
import { runKubectl } from './kubectl';
import { Lock, LockedError, tryLock } from './lock';
import { ComponentName, ControlPlaneOptions, ResolvedOptions, resolveOptions } from './options';
import { createPki, Pki } from './pki';
import { claimPorts, PortBlock } from './ports';
import { identify } from './processes';
import { MINUTES_FROM_NOTHING } from './versions';

/** How long one component may take to become healthy. On 2 cores the slowest needs 5 s. */
const HEALTHY_WITHIN_SECONDS = 60;

/** How long a component may take to end before it is killed. Its data is thrown away, so nothing is lost. */
const GRACE_SECONDS = 3;

export interface ApplyOptions {
  /** Namespace of objects that name none. Default: `default`. */
  readonly namespace?: string;
  /** Server-side apply's field manager. Default: `rehearsal`. */
  readonly fieldManager?: string;
}

/** One component, as it is now. */
export interface ComponentHealth {
  readonly name: ComponentName;
  readonly pid: number;
  /** Undefined when healthy, else why not. */
  readonly problem?: string;
}

/**
 * Boots a control plane and returns it when every component is healthy, all CRDs are established and the HPA can reach KEDA.
 *
 * It lives as long as this process: when the process ends, however that happens, every component is killed. What is built is needed (`buildControlPlane`).
 *
 * @throws Error that names the component, its last words and its log file; nothing is left running then.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const resolved = resolveOptions(options);
  const cache = controlPlaneCache();
  const missing = missingParts(cache);
  if (missing.length > 0) {
    throw new Error(`the control plane is not built (missing: ${missing.join(', ')}). Build it first, ${MINUTES_FROM_NOTHING} minutes on 2 cores, once: npx gpu-autoscaler rehearse build`);
  }
  const folder = instanceFolder(resolved.name);
  const held = hold(folder);
  let claimed: PortBlock | undefined;
  try {
    await leftoversGone(folder);
    claimed = await claimPorts(join(cacheRoot(), 'ports'), PORT_NAMES.length);
    return await ControlPlane.boot(resolved, cache, folder, held, claimed);
  } catch (error) {
    claimed?.release();
    held.release();
    throw error;
  }
}

/** A running control plane. */
export class ControlPlane {
  /** Boots it: `startControlPlane` is the way in. */
  static async boot(
    options: ResolvedOptions, cache: ControlPlaneCache, folder: InstanceFolder, held: Lock, claimed: PortBlock,
  ): Promise<ControlPlane> {
    const plane = new ControlPlane(options, cache, folder, held, claimed);
    try {
      await plane.bootAll();
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return plane;
  }

  /** Its folder: logs of the components are in `logs/`, and stay after the end until the next control plane of this name. */
  readonly stateDirectory: string;
  /** Path of a kubeconfig of `system:masters`. */
  readonly kubeconfig: string;
  readonly ports: Ports;
  private readonly components: readonly Component[];
  private readonly children = new Map<ComponentName, Child>();
  private readonly asked = new WeakSet<Child>();
  private readonly began = Date.now();
  private ready = false;
  private signed: Pki | undefined;

  private constructor(
    private readonly options: ResolvedOptions, private readonly cache: ControlPlaneCache, private readonly folder: InstanceFolder,
    private readonly held: Lock, private readonly claimed: PortBlock,
  ) {
    this.stateDirectory = folder.directory;
    this.kubeconfig = folder.kubeconfig;
    this.ports = Object.fromEntries(PORT_NAMES.map((name, index) => [name, claimed.ports[index]])) as unknown as Ports;
    this.components = componentsOf(folder, this.ports, options);
  }

  /** Process ids by component; those that have ended are absent. */
  get pids(): Partial<Record<ComponentName, number>> {
    return Object.fromEntries([...this.children].filter(([, child]) => child.ending === undefined).map(([name, child]) => [name, child.pid]));
  }

  /** Runs the built kubectl as an administrator and returns its output; throws with what it said when it fails. */
  kubectl(args: readonly string[], stdin?: string): Promise<string> {
    return runKubectl(this.cache.binDirectory, this.kubeconfig, args, stdin);
  }

  /**
   * Applies objects (or YAML) on the server side, in their order, and returns what kubectl said about each.
   * Fields that another manager owns are an error, as on every cluster.
   */
  apply(objects: readonly object[] | string, { namespace, fieldManager = 'rehearsal' }: ApplyOptions = {}): Promise<string> {
    const text = typeof objects === 'string' ? objects : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const config = namespace === undefined ? this.kubeconfig : writeAdminKubeconfig(this.folder, this.ports, this.pki(), namespace);
    return runKubectl(this.cache.binDirectory, config, ['apply', '--server-side', `--field-manager=${fieldManager}`, '-f', '-'], text);
  }

  /** Sends a signal to one component, for example SIGKILL, or SIGSTOP to hang it and SIGCONT to go on. A killed one stays dead until `restart`. */
  kill(component: ComponentName, signal: NodeJS.Signals): void {
    const child = this.child(component);
    if (child.ending !== undefined) {
      throw new Error(`${component} has ended already (${child.ending}): restart it first`);
    }
    this.asked.add(child);
    child.signal(signal);
  }

  /** Ends the component if it still runs, starts it again and returns when it is healthy. */
  async restart(component: ComponentName): Promise<void> {
    const child = this.child(component);
    this.asked.add(child);
    await child.stop(GRACE_SECONDS);
    this.start(component);
    await this.healthy(component);
  }

  /** Asks every component now. */
  async health(): Promise<ComponentHealth[]> {
    return Promise.all([...this.children].map(async ([name, child]) => (
      { name, pid: child.pid, problem: child.ending ?? await unhealthy(this.probe(name)) })));
  }

  /** Ends all components, in the order in which nobody misses another, and returns when they are gone. Calling it again does nothing. */
  async stop(): Promise<void> {
    const stop = async (names: readonly ComponentName[]): Promise<void> => {
      await Promise.all(names.map(async (name) => {
        const child = this.children.get(name);
        if (child !== undefined) {
          this.asked.add(child);
          await child.stop(GRACE_SECONDS);
        }
      }));
    };
    await stop(this.components.map(({ name }) => name).filter((name) => name !== 'etcd' && name !== 'kube-apiserver'));
    await stop(['kube-apiserver']);
    await stop(['etcd']);
    this.claimed.release();
    this.held.release();
  }

  private async bootAll(): Promise<void> {
    const { folder, cache, ports, options } = this;
    const pki = await createPki();
    this.signed = pki;
    writeInstanceFiles(folder, cache, ports, pki, options);
    this.start('etcd', 'kube-apiserver');
    await this.healthy('etcd', 'kube-apiserver');
    this.start('kube-controller-manager', 'kube-scheduler', 'kwok');
    const objects = bootstrapObjects(cache, ports, pki.ca.certificate, options);
    await this.apply(objects, { fieldManager: 'rehearsal-bootstrap' });
    this.options.log(`${objects.length} objects applied: CRDs of KEDA and Karpenter, RBAC, anchor Node (${this.elapsed()})`);
    // Karpenter panics on CRDs that are not established yet.
    await this.kubectl(['wait', '--for=condition=Established', 'crd', '--all', `--timeout=${HEALTHY_WITHIN_SECONDS}s`]);
    this.start('karpenter', 'keda-operator', 'keda-metrics-apiserver');
    if (options.kedaWebhooks) {
      this.start('keda-admission-webhooks');
    }
    await this.healthy(...[...this.children.keys()].filter((name) => name !== 'etcd' && name !== 'kube-apiserver'));
    await this.kubectl(['wait', '--for=condition=Available', 'apiservice', 'v1beta1.external.metrics.k8s.io', `--timeout=${HEALTHY_WITHIN_SECONDS}s`]);
    this.ready = true;
    this.record();
    this.options.log(`control plane ${folder.name} is healthy (${this.elapsed()})`);
  }

  private start(...names: ComponentName[]): void {
    for (const name of names) {
      const { binary, args, env } = this.component(name);
      const command = [join(this.cache.binDirectory, binary), ...args];
      const environment = { PATH: process.env.PATH, HOME: this.stateDirectory, ...env };
      const child: Child = Child.start(command, environment, this.logFile(name), (ending) => {
        this.record();
        if (!this.asked.has(child)) {
          this.options.log(`${name} ${ending} without being asked to: see ${this.logFile(name)}`);
        }
      });
      this.children.set(name, child);
    }
    this.record();
  }

  private async healthy(...names: ComponentName[]): Promise<void> {
    await Promise.all(names.map(async (name) => {
      const until = Date.now() + HEALTHY_WITHIN_SECONDS * 1000;
      for (;;) {
        const problem = await unhealthy(this.probe(name));
        const { ending } = this.child(name);
        if (ending !== undefined) {
          throw this.failure(name, ending);
        }
        if (problem === undefined) {
          this.options.log(`${name} is healthy (${this.elapsed()})`);
          return;
        }
        if (Date.now() > until) {
          throw this.failure(name, `is not healthy after ${HEALTHY_WITHIN_SECONDS} s: ${problem}`);
        }
        await sleep(100);
      }
    }));
  }

  private failure(name: ComponentName, what: string): Error {
    const log = this.logFile(name);
    const lastLines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).map((line) => `  ${line.slice(0, 500)}`).join('\n');
    return new Error(`${name} ${what}\nIts last words, from ${log}:\n${lastLines}`);
  }

  private record(): void {
    const holder = identify(process.pid);
    if (holder !== undefined) {
      const components = [...this.children].map(([name, child]): ComponentState => ({
        name, process: child.identity, ending: child.ending, probeUrl: this.component(name).probeUrl, logFile: this.logFile(name),
      }));
      const { folder: { name }, cache: { binDirectory }, ports, ready } = this;
      writeState(this.folder, { name, holder, startedAt: new Date(this.began).toISOString(), ready, binDirectory, ports, components });
    }
  }

  private probe(name: ComponentName): Probe {
    return { url: this.component(name).probeUrl, ca: this.pki().ca.certificate, client: this.pki().admin };
  }

  private pki(): Pki {
    if (this.signed === undefined) {
      throw new Error('the control plane has not been booted');
    }
    return this.signed;
  }

  private component(name: ComponentName): Component {
    const component = this.components.find((candidate) => candidate.name === name);
    if (component === undefined) {
      throw new Error(`this control plane has no ${name}: it has ${this.components.map((each) => each.name).join(', ')}`);
    }
    return component;
  }

  private child(name: ComponentName): Child {
    this.component(name);
    const child = this.children.get(name);
    if (child === undefined) {
      throw new Error(`${name} has not been started yet`);
    }
    return child;
  }

  private logFile(name: ComponentName): string {
    return join(this.folder.logDirectory, `${name}.log`);
  }

  private elapsed(): string {
    return `${((Date.now() - this.began) / 1000).toFixed(1)} s`;
  }
}

export type { ControlPlaneOptions, ComponentName, KubernetesObject };

function hold(folder: InstanceFolder): Lock {
  try {
    return tryLock(folder.lockFile);
  } catch (error) {
    if (error instanceof LockedError) {
      throw new Error(`the control plane "${folder.name}" is up already, held by process ${error.holder.pid}. Stop it (npx gpu-autoscaler rehearse down --name ${folder.name}), or give this one another --name.`);
    }
    throw error;
  }
}

/** Components of a holder that was killed die within milliseconds: wait until they have, since they hold files of this folder. */
async function leftoversGone(folder: InstanceFolder): Promise<void> {
  for (let waited = 0; ; waited++) {
    const left = leftovers(folder);
    if (left.length === 0) {
      return;
    }
    if (waited === 50) {
      throw new Error(`of the last control plane "${folder.name}" these still run: ${left.map(({ name, process: { pid } }) => `${name} (process ${pid})`).join(', ')}. End them (kill -9) and start again.`);
    }
    await sleep(100);
  }
}
