/**
 * How quickly the model cache agent brings a model, beside curl and rclone; what it needs of memory for models small and large; what a kill costs.
 * Everything runs on this machine: server and client share its cores, so only the ratios carry over to others. Needs nginx, curl and rclone.
 */
import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Nginx } from './cache/nginx';
import { Figures } from './figures';
import { quantile } from './scaler/load';
import { CachedModelConfig, modelMarker, renderModelCacheConfig } from '../lib/contract/model-cache';
import { asShipped } from '../scripts/image/as-shipped';

const ROUNDS = 3;
const GIB = 2 ** 30;

/** In memory, so that the disk is not what is measured. */
const MEMORY = '/dev/shm';

const figures = new Figures('cache');

const [NODE, ...AGENT] = asShipped('model-cache.cjs');

/** Where Node keeps what it has compiled of the agent. The image comes with it. */
const COMPILED = mkdtempSync(join(tmpdir(), 'gpu-model-cache-compiled-'));

/** Has Node compile the agent, as the image's Dockerfile does. */
function compileAgent(): void {
  execFileSync(NODE, [...AGENT, 'wait', '--marker', __filename], { stdio: 'ignore', env: { ...process.env, NODE_COMPILE_CACHE: COMPILED } });
}

/** A file on a server of its own, that counts. */
class CountedFile {
  public static async start(directory: string, name: string): Promise<CountedFile> {
    const program = join(__dirname, 'cache/file-server.ts');
    const server = spawn(process.execPath, ['--import', 'tsx', program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = await once(createInterface({ input: server.stdout }), 'line') as [string];
    return new CountedFile(server, `http://127.0.0.1:${port}`, name, sha256Of(join(directory, name)));
  }

  private constructor(
    private readonly server: ChildProcess, private readonly base: string, private readonly name: string, private readonly sha256: string,
  ) {}

  public get model(): CachedModelConfig {
    return withChecksum(`${this.base}/${this.name}`, this.sha256);
  }

  /** Bytes that were sent so far. */
  public async sent(): Promise<number> {
    return Number(await (await fetch(`${this.base}/sent`)).text());
  }

  public stop(): void {
    this.server.kill();
  }
}

function sha256Of(path: string): string {
  return execFileSync('sha256sum', [path]).toString().split(' ')[0];
}

function withChecksum(url: string, sha256: string): CachedModelConfig {
  return { name: 'model', source: { type: 'https', files: [{ url, path: 'file', sha256 }] } };
}

/** The agent, until its model is ready or `until` says that it is enough; returns the most memory that it had. */
async function agent(model: CachedModelConfig, directory: string, until: () => Promise<boolean> | boolean = () => false): Promise<number> {
  const config = join(directory, 'model-cache.json');
  writeFileSync(config, renderModelCacheConfig({ directory: join(directory, 'models'), diskBudget: 20 * GIB, models: [model] }));
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED, HEALTH_ADDRESS: '127.0.0.1:0', AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };
  const child = spawn(NODE, [...AGENT, 'run', '--config', config], { stdio: 'ignore', env });
  const marker = join(directory, 'models', modelMarker(model));
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

/** What something took with an empty directory, in seconds. */
interface Took {
  readonly time: number;
  /** Of the processors, by the programs that it started. */
  readonly processor: number;
}

async function measured(work: (directory: string) => Promise<unknown>): Promise<Took> {
  const directory = mkdtempSync(join(MEMORY, 'gpu-model-cache-bench-'));
  try {
    const [began, before] = [performance.now(), processorOfChildren()];
    await work(directory);
    return { time: (performance.now() - began) / 1000, processor: processorOfChildren() - before };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Seconds of the processors that programs which have ended took. */
function processorOfChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

async function throughput(server: Nginx, sha256: string, size: number): Promise<void> {
  const curl = (directory: string) => run('curl', '--silent', '--fail', '--output', join(directory, 'file'), server.url);
  const rclone = (directory: string) => run('rclone', 'copyurl', '--quiet', '--multi-thread-streams', '4', server.url, join(directory, 'file'));
  const hashed = (fetch: (directory: string) => Promise<void>) => async (directory: string) => {
    await fetch(directory);
    await run('sha256sum', join(directory, 'file'));
  };
  const unhashed: CachedModelConfig = { name: 'model', source: { type: 's3', bucket: 'models', endpoint: server.endpoint, forcePathStyle: true } };
  const rounds: { readonly [what in 'agent' | 'unhashed' | 'curl' | 'rclone' | 'hashedCurl' | 'hashedRclone']: Took }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      agent: await measured((directory) => agent(withChecksum(server.url, sha256), directory)),
      unhashed: await measured((directory) => agent(unhashed, directory)),
      curl: await measured(curl),
      rclone: await measured(rclone),
      hashedCurl: await measured(hashed(curl)),
      hashedRclone: await measured(hashed(rclone)),
    });
  }
  const median = (of: (round: (typeof rounds)[number]) => number) => quantile(rounds.map(of), 0.5);
  const better = 'higher';
  figures.add('throughput with SHA-256, against the faster of curl and rclone without', {
    value: median(({ agent: ours, curl: one, rclone: other }) => Math.min(one.time, other.time) / ours.time), unit: 'x', goal: 1, better,
  });
  figures.add('throughput with SHA-256, against the faster of curl and rclone, each with sha256sum', {
    value: median(({ agent: ours, hashedCurl: one, hashedRclone: other }) => Math.min(one.time, other.time) / ours.time), unit: 'x', goal: 1, better,
  });
  figures.add('throughput verified by size and etag, against the faster of curl and rclone', {
    value: median(({ unhashed: ours, curl: one, rclone: other }) => Math.min(one.time, other.time) / ours.time), unit: 'x', goal: 1, better,
  });
  figures.add('processor time with SHA-256, against curl and sha256sum', {
    value: median(({ agent: ours, hashedCurl }) => ours.processor / hashedCurl.processor), unit: 'x', goal: 1, better: 'lower',
  });
  figures.add('processor time verified by size and etag, against curl', {
    value: median(({ unhashed: ours, curl: other }) => ours.processor / other.processor), unit: 'x', goal: 1, better: 'lower',
  });
  figures.add('throughput with SHA-256', { value: size / 1e6 / median((round) => round.agent.time), unit: 'MB/s', better });
}

async function resume(file: CountedFile, size: number): Promise<void> {
  const directory = mkdtempSync(join(MEMORY, 'gpu-model-cache-bench-'));
  try {
    const before = await file.sent();
    await agent(file.model, directory, async () => await file.sent() - before >= size / 2);
    await agent(file.model, directory);
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
    const file = await CountedFile.start(directory, 'sparse');
    try {
      const peak = await agent(file.model, directory);
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
  compileAgent();
  const [size, name] = [2 * GIB, 'weights'];
  const directory = mkdtempSync(join(MEMORY, 'gpu-model-cache-bench-'));
  chmodSync(directory, 0o755); // nginx reads it as nobody
  execFileSync('dd', ['if=/dev/urandom', `of=${join(directory, name)}`, 'bs=1M', `count=${size / 2 ** 20}`], { stdio: 'ignore' });
  const [server, counted] = [await Nginx.start(directory, name), await CountedFile.start(directory, name)];
  try {
    await throughput(server, sha256Of(join(directory, name)), size);
    await resume(counted, size);
  } finally {
    counted.stop();
    await server.stop();
    rmSync(directory, { recursive: true });
  }
  await memory();
  rmSync(COMPILED, { recursive: true });
}

void main();
