/** The folder of one running (or ended) control plane, and what is written there for other processes to read. */
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from './cache';
import { lockHolder } from './lock';
import type { ComponentName } from './options';
import { isRunning, ProcessIdentity } from './processes';

/** Ports on 127.0.0.1, by use. Karpenter's two and those of KEDA's webhooks are on all addresses: they offer no other way. */
export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiserver: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
  readonly karpenterMetrics: number;
  readonly karpenterHealth: number;
  readonly kedaOperator: number;
  readonly kedaOperatorHealth: number;
  readonly kedaOperatorMetrics: number;
  readonly kedaAdapter: number;
  readonly kedaAdapterMetrics: number;
  readonly kedaWebhooks: number;
  readonly kedaWebhooksHealth: number;
  readonly kedaWebhooksMetrics: number;
}

/** The order in which claimed ports are given out. */
export const PORT_NAMES: readonly (keyof Ports)[] = [
  'etcd', 'etcdPeer', 'apiserver', 'controllerManager', 'scheduler', 'kwok', 'karpenterMetrics', 'karpenterHealth',
  'kedaOperator', 'kedaOperatorHealth', 'kedaOperatorMetrics', 'kedaAdapter', 'kedaAdapterMetrics', 'kedaWebhooks', 'kedaWebhooksHealth', 'kedaWebhooksMetrics',
];

/** Where one control plane keeps its things. */
export interface InstanceFolder {
  readonly name: string;
  readonly directory: string;
  readonly lockFile: string;
  readonly stateFile: string;
  /** Of `system:masters`. */
  readonly kubeconfig: string;
  readonly logDirectory: string;
}

/** What is running, for other processes to read. */
export interface InstanceState {
  readonly name: string;
  /** The process that holds the control plane: when it ends, all components do. */
  readonly holder: ProcessIdentity;
  readonly startedAt: string;
  /** Whether the boot has finished. */
  readonly ready: boolean;
  readonly binDirectory: string;
  readonly ports: Ports;
  readonly components: readonly ComponentState[];
}

export interface ComponentState {
  readonly name: ComponentName;
  readonly process: ProcessIdentity;
  /** How it ended; absent while it runs. */
  readonly ending?: string;
  readonly probeUrl: string;
  readonly logFile: string;
}

/** The folder of the control plane of that name, which may not exist yet. */
export function instanceFolder(name: string, env: NodeJS.ProcessEnv = process.env): InstanceFolder {
  const directory = join(instancesDirectory(env), name);
  return {
    name,
    directory,
    lockFile: `${directory}.lock`,
    stateFile: join(directory, 'state.json'),
    kubeconfig: join(directory, 'admin.kubeconfig'),
    logDirectory: join(directory, 'logs'),
  };
}

export function instancesDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheRoot(env), 'instances');
}

/** The names of all control planes that have a folder, running or not. */
export function instanceNames(env: NodeJS.ProcessEnv = process.env): string[] {
  const directory = instancesDirectory(env);
  const entries = existsSync(directory) ? readdirSync(directory, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}

/** Writes the state so that a reader sees the old one or the new one, never a half. */
export function writeState(folder: InstanceFolder, state: InstanceState): void {
  const draft = `${folder.stateFile}.draft`;
  writeFileSync(draft, JSON.stringify(state, undefined, 2));
  renameSync(draft, folder.stateFile);
}

/** The last state that was written; undefined when there is none. */
export function readState(folder: InstanceFolder): InstanceState | undefined {
  return existsSync(folder.stateFile) ? JSON.parse(readFileSync(folder.stateFile, 'utf8')) as InstanceState : undefined;
}

/** The process that holds the control plane of this folder; undefined when it is down. */
export function holderOf(folder: InstanceFolder): ProcessIdentity | undefined {
  return lockHolder(folder.lockFile);
}

/** The recorded components that still run, held by somebody or not. */
export function leftovers(folder: InstanceFolder): ComponentState[] {
  return (readState(folder)?.components ?? []).filter((component) => isRunning(component.process));
}
