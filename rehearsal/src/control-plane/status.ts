/** What a person wants to know about control planes: up or down, components, ports, memory, health. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES } from './components';
import { Probe, unhealthy } from './health';
import { ComponentState, holderOf, InstanceFolder, instanceFolder, leftovers, readState } from './instance';
import type { ComponentName } from './options';
import { residentBytes } from './processes';

/** One component of a control plane. */
export interface ComponentStatus {
  readonly name: ComponentName;
  readonly pid: number;
  readonly port: string;
  readonly residentBytes: number;
  /** `healthy`, or why not. */
  readonly health: string;
  readonly logFile: string;
}

/** One control plane. */
export interface InstanceStatus {
  readonly name: string;
  /** `starting`: it boots; `up`: its boot has finished; `down`: nobody holds it. */
  readonly phase: 'starting' | 'up' | 'down';
  /** Of the process that holds it; undefined when down. */
  readonly holder?: number;
  readonly startedAt?: string;
  readonly kubeconfig: string;
  readonly logDirectory: string;
  readonly components: readonly ComponentStatus[];
}

/** Looks at the control plane of that name now. */
export async function instanceStatus(name: string): Promise<InstanceStatus> {
  const folder = instanceFolder(name);
  const { kubeconfig, logDirectory } = folder;
  const state = readState(folder);
  const holder = holderOf(folder);
  if (holder === undefined || state === undefined || state.holder.pid !== holder.pid) {
    const phase = holder === undefined ? 'down' : 'starting';
    const components = leftovers(folder).map((component) => describe(component, 'left over'));
    return { name, phase, holder: holder?.pid, kubeconfig, logDirectory, components };
  }
  const components = await Promise.all(state.components.map(async ({ ending, ...component }) => (
    describe(component, ending ?? await unhealthy(probeOf(folder, component.probeUrl)) ?? 'healthy'))));
  return { name, phase: state.ready ? 'up' : 'starting', holder: holder.pid, startedAt: state.startedAt, kubeconfig, logDirectory, components };
}

function describe({ name, process: { pid }, probeUrl, logFile }: ComponentState, health: string): ComponentStatus {
  return { name, pid, port: new URL(probeUrl).port, residentBytes: residentBytes(pid), health, logFile };
}

/** The status as a table for a terminal. */
export function describeStatus({ name, phase, holder, startedAt, kubeconfig, logDirectory, components }: InstanceStatus): string {
  const since = startedAt === undefined ? '' : `, since ${startedAt}`;
  const lines = [`control plane ${name}: ${phase}${holder === undefined ? '' : `, held by process ${holder}`}${since}`];
  if (components.length > 0) {
    const rows = [['COMPONENT', 'PID', 'PORT', 'MEMORY', 'HEALTH'],
      ...components.map((each) => [each.name, String(each.pid), each.port, `${Math.round(each.residentBytes / 1e6)} MB`, each.health])];
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    lines.push(...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd()));
    lines.push(`  ${Math.round(components.reduce((sum, each) => sum + each.residentBytes, 0) / 1e6)} MB in all`);
  }
  if (phase !== 'down') {
    lines.push(`  kubeconfig ${kubeconfig}`, `  logs       ${logDirectory}`);
  }
  return lines.join('\n');
}

/** How to ask a component of a control plane that another process holds. */
function probeOf(folder: InstanceFolder, url: string): Probe {
  const read = (path: string): string => readFileSync(join(folder.directory, path), 'utf8');
  return { url, ca: read(FILES.caCertificate), client: { certificate: read(FILES.adminCertificate), key: read(FILES.adminKey) } };
}
