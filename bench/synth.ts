/**
 * How long a fleet takes to synthesize: beside `helm template` and cdk8s alone on the same objects, and with twice as many workers. Node is the one
 * that the scaler is shipped with, of the releases that are maintained. Processes are timed as a whole, by turns; of several rounds the least counts, which the machine's other work disturbs least.
 */
import { deepStrictEqual } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { Figures } from './figures';
import { helm } from './synth/helm';
import { shippedNode } from '../scripts/image/as-shipped';

const WORKERS = 1000;
const ROUNDS = 7;
const COMPILED = join(__dirname, '../build/bench/synth');
const CHART = join(__dirname, 'synth/chart');

const figures = new Figures('synth');
const directory = mkdtempSync(join(tmpdir(), 'bench-synth-'));

/** A process to time, and what it printed. */
type Program = () => string;

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
  return stdout;
}

function ours(workers: number, charts: 'one-chart' | 'chart-a-worker'): Program {
  return () => run(shippedNode(), join(COMPILED, 'ours.js'), String(workers), charts, join(directory, 'ours'));
}

function stock(): Program {
  return () => run(shippedNode(), join(COMPILED, 'stock.js'), String(WORKERS), join(directory, 'stock'));
}

async function helmTemplate(): Promise<Program> {
  const program = await helm();
  const values = join(directory, 'values.yaml');
  const workers = Array.from({ length: WORKERS }, (_, index) => ({ name: `worker-${index}`, stream: `jobs-${index}`, maxReplicas: 20, jobsPerReplica: 5 }));
  writeFileSync(values, stringify({ workers }));
  return () => run(program, 'template', 'fleet', CHART, '--namespace', 'ml-platform', '--values', values, '--output-dir', join(directory, 'helm'));
}

/** The objects of a file, by kind and name. */
function objects(file: string): Map<string, unknown> {
  const all = parseAllDocuments(readFileSync(join(directory, file), 'utf8')).map((document) => document.toJS()).filter((object) => object !== null);
  return new Map(all.map((object): [string, unknown] => [`${object.kind} ${object.metadata.name}`, object]).sort(([a], [b]) => a.localeCompare(b)));
}

/** The least time of each program, in seconds. The first round warms the file cache up. */
function leastSeconds<Name extends string>(programs: Record<Name, Program>): Record<Name, number> {
  const least = Object.fromEntries(Object.keys(programs).map((name) => [name, Infinity])) as Record<Name, number>;
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, program] of Object.entries<Program>(programs) as [Name, Program][]) {
      const began = performance.now();
      program();
      least[name] = round === 0 ? Infinity : Math.min(least[name], (performance.now() - began) / 1000);
    }
  }
  return least;
}

async function main(): Promise<void> {
  const peers = { ours: ours(WORKERS, 'one-chart'), cdk8s: stock(), helm: await helmTemplate() };
  const memory = { ours: Number(peers.ours()), cdk8s: Number(peers.cdk8s()) };
  peers.helm();
  deepStrictEqual(objects('ours/fleet.k8s.yaml'), objects('helm/fleet/templates/workers.yaml'));
  deepStrictEqual(objects('ours/fleet.k8s.yaml'), objects('stock/fleet.k8s.yaml'));

  const seconds = leastSeconds(peers);
  figures.add(`${WORKERS} workers, against helm template`, { value: seconds.ours / seconds.helm, unit: 'x', goal: 1, better: 'lower' });
  figures.add(`${WORKERS} workers, against cdk8s alone, without rules`, { value: seconds.ours / seconds.cdk8s, unit: 'x', better: 'lower' });
  figures.add(`${WORKERS} workers, helm template against cdk8s alone`, { value: seconds.helm / seconds.cdk8s, unit: 'x', better: 'lower' });
  for (const [charts, words] of [['one-chart', 'one chart'], ['chart-a-worker', 'a chart a worker']] as const) {
    const { once, twice } = leastSeconds({ once: ours(2 * WORKERS, charts), twice: ours(4 * WORKERS, charts) });
    figures.add(`${4 * WORKERS} workers against ${2 * WORKERS}, ${words}`, { value: twice / once, unit: 'x', goal: 2.1, better: 'lower' });
  }
  figures.add(`memory with ${WORKERS} workers`, { value: memory.ours, unit: 'MiB', better: 'lower' });
  figures.add(`memory with ${WORKERS} workers, cdk8s alone`, { value: memory.cdk8s, unit: 'MiB', better: 'lower' });
}

void main().finally(() => rmSync(directory, { recursive: true }));
