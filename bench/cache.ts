/**
 * How quickly the model cache agent brings a model, beside curl and rclone; what it needs of memory for models small and large; what a kill costs.
 * Everything runs on this machine: server and client share its cores, so only the ratios carry over to others. Needs curl and rclone.
 */
import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Figures } from './figures';
import { quantile } from './scaler/load';
import { CachedModelConfig, modelMarker, renderModelCacheConfig } from '../lib/contract/model-cache';

const ROUNDS = 3;
const GIB = 2 ** 30;

/** In memory, so that the disk is not what is measured. */
const MEMORY = '/dev/shm';

/** The bundle, as the image runs it. */
const PROGRAM = join(__dirname, '../scaler/dist/model-cache.cjs');

const figures = new Figures('cache');

/** A file on a server of its own. */
class ServedFile {
  public static async start(directory: string, name: string): Promise<ServedFile> {
    const program = join(__dirname, 'cache/file-server.ts');
    const server = spawn(process.execPath, ['--import', 'tsx', program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = await once(createInterface({ input: server.stdout }), 'line') as [string];
    const [sha256] = execFileSync('sha256sum', [join(directory, name)]).toString().split(' ');
    return new ServedFile(server, `http://127.0.0.1:${port}`, name, sha256);
  }

  private constructor(
    private readonly server: ChildProcess, private readonly base: string, private readonly name: string, private readonly sha256: string,
  ) {}

  public get url(): string {
    return `${this.base}/${this.name}`;
  }

  public get model(): CachedModelConfig {
    return { name: 'model', source: { type: 'https', files: [{ url: this.url, path: this.name, sha256: this.sha256 }] } };
  }

  /** Bytes that were sent so far. */
  public async sent(): Promise<number> {
    return Number(await (await fetch(`${this.base}/sent`)).text());
  }

  public stop(): void {
    this.server.kill();
  }
}

/** The agent, until its model is ready or `until` says that it is enough; returns the most memory that it had. */
async function agent(file: ServedFile, directory: string, until: () => Promise<boolean> | boolean = () => false): Promise<number> {
  const config = join(directory, 'model-cache.json');
  writeFileSync(config, renderModelCacheConfig({ directory: join(directory, 'models'), diskBudget: 20 * GIB, models: [file.model] }));
  const child = spawn(process.execPath, [PROGRAM, 'run', '--config', config], { stdio: 'ignore', env: { ...process.env, HEALTH_ADDRESS: '127.0.0.1:0' } });
  const marker = join(directory, 'models', modelMarker(file.model));
  while (!existsSync(marker) && !await until()) {
    if (child.exitCode !== null) {
      throw new Error(`the agent ended with ${child.exitCode}`);
    }
    await sleep(5);
  }
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))!;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return Number(kibibytes) / 1024;
}

async function run(command: string, ...args: string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit') as [number];
  if (code !== 0) {
    throw new Error(`${command} ended with ${code}`);
  }
}

/** Seconds that something takes with an empty directory. */
async function seconds(work: (directory: string) => Promise<unknown>): Promise<number> {
  const directory = mkdtempSync(join(MEMORY, 'gpu-model-cache-bench-'));
  try {
    const began = performance.now();
    await work(directory);
    return (performance.now() - began) / 1000;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function throughput(file: ServedFile, size: number): Promise<void> {
  const curl = (directory: string) => run('curl', '--silent', '--fail', '--output', join(directory, 'file'), file.url);
  const rclone = (directory: string) => run('rclone', 'copyurl', '--quiet', '--multi-thread-streams', '4', file.url, join(directory, 'file'));
  const verified = (fetch: (directory: string) => Promise<void>) => async (directory: string) => {
    await fetch(directory);
    await run('sha256sum', join(directory, 'file'));
  };
  const rounds: { readonly agent: number; readonly others: number; readonly verified: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      agent: await seconds((directory) => agent(file, directory)),
      others: Math.min(await seconds(curl), await seconds(rclone)),
      verified: Math.min(await seconds(verified(curl)), await seconds(verified(rclone))),
    });
  }
  const median = (of: (round: (typeof rounds)[number]) => number) => quantile(rounds.map(of), 0.5);
  figures.add('throughput with SHA-256, against the faster of curl and rclone without', {
    value: median((round) => round.others / round.agent), unit: 'x', goal: 1, better: 'higher',
  });
  figures.add('throughput with SHA-256, against the faster of curl and rclone, each with sha256sum', {
    value: median((round) => round.verified / round.agent), unit: 'x', goal: 1, better: 'higher',
  });
  figures.add('throughput', { value: size / 1e6 / median((round) => round.agent), unit: 'MB/s', better: 'higher' });
}

async function resume(file: ServedFile, size: number): Promise<void> {
  const directory = mkdtempSync(join(MEMORY, 'gpu-model-cache-bench-'));
  try {
    const before = await file.sent();
    await agent(file, directory, async () => await file.sent() - before >= size / 2);
    await agent(file, directory);
    figures.add('fetched again after a kill at half', { value: 100 * ((await file.sent() - before) / size - 1), unit: '%', goal: 10, better: 'lower' });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function memory(): Promise<void> {
  const peaks: number[] = [];
  for (const size of [1, 10]) {
    const directory = mkdtempSync(join(tmpdir(), 'gpu-model-cache-bench-'));
    writeFileSync(join(directory, 'sparse'), '');
    truncateSync(join(directory, 'sparse'), size * 1e9);
    const file = await ServedFile.start(directory, 'sparse');
    try {
      const peak = await agent(file, directory);
      peaks.push(peak);
      figures.add(`most memory for a model of ${size} GB`, { value: peak, unit: 'MiB', better: 'lower' });
    } finally {
      file.stop();
      rmSync(directory, { recursive: true });
    }
  }
  figures.add('most memory for 10 GB, against that for 1 GB', { value: peaks[1] / peaks[0], unit: 'x', goal: 1.2, better: 'lower' });
}

async function main(): Promise<void> {
  const size = 2 * GIB;
  const directory = mkdtempSync(join(MEMORY, 'gpu-model-cache-bench-'));
  execFileSync('dd', ['if=/dev/urandom', `of=${join(directory, 'weights')}`, 'bs=1M', `count=${size / 2 ** 20}`], { stdio: 'ignore' });
  const file = await ServedFile.start(directory, 'weights');
  try {
    await throughput(file, size);
    await resume(file, size);
  } finally {
    file.stop();
    rmSync(directory, { recursive: true });
  }
  await memory();
}

void main();
