import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileServer, sha256 } from './file-server';
import {
  CachedModelConfig, HttpsModelSource, modelMarker, ModelCacheConfig, modelVersion, renderModelCacheConfig,
} from '../../../lib/contract/model-cache';
import { AGENT_OPTIONS, AgentOptions } from '../../src/agent';
import { ModelCache, startModelCache } from '../../src/model-cache';
import { ModelStatus, Reporter, SILENT_REPORTER } from '../../src/reporter';

/** Bytes that are different everywhere, and the same in each run. */
export function content(size: number, seed: number = 1): Buffer {
  return size === 0 ? Buffer.alloc(0) : createHash('shake256', { outputLength: size }).update(String(seed)).digest();
}

/** A model of files that a server has. */
export function served(
  server: FileServer, name: string, files: { readonly [path: string]: Buffer }, more: Partial<HttpsModelSource> = {},
): CachedModelConfig {
  for (const [path, file] of Object.entries(files)) {
    server.files.set(`/${name}/${path}`, file);
  }
  return {
    name,
    source: {
      type: 'https', files: Object.entries(files).map(([path, file]) => ({ url: `${server.url}/${name}/${path}`, path, sha256: sha256(file) })), ...more,
    },
  };
}

/** Small parts, and little patience: what takes minutes with real servers takes a second. */
export const QUICK: AgentOptions = {
  ...AGENT_OPTIONS,
  partSize: 64 * 1024,
  slowMs: 300,
  leastBytes: 1024,
  retryMs: 5,
  connections: 4,
  lookMs: 1000,
  failedMs: 150,
  failedMostMs: 1000,
  answerMs: 1000,
  spaceMs: 200,
  freeShare: 0, // the disk of whoever tests may be nearly full
};

/** The directory of a node, and the agent that works on it. */
export class Node {
  public readonly root = mkdtempSync(join(tmpdir(), 'gpu-model-cache-'));
  public readonly directory: string;
  public readonly configFile = join(this.root, 'model-cache.json');
  public readonly lines: string[] = [];
  public reported: readonly (readonly ModelStatus[])[] = [];
  public pods?: ReadonlySet<string>;
  public gpus: readonly string[] = [];
  private cache?: ModelCache;

  public constructor(directory?: string) {
    this.directory = directory ?? join(this.root, 'models');
  }

  /** What Kubernetes answers about its pods. */
  public podUids: () => Promise<ReadonlySet<string> | undefined> = async () => this.pods;

  public configure(config: Partial<ModelCacheConfig>): void {
    const rendered = renderModelCacheConfig({ directory: this.directory, models: [], ...config });
    writeFileSync(`${this.configFile}.new`, rendered);
    renameSync(`${this.configFile}.new`, this.configFile);
  }

  public async start(
    config: Partial<ModelCacheConfig>, { options = QUICK }: { readonly options?: AgentOptions } = {},
  ): Promise<void> {
    this.configure(config);
    const reporter: Reporter = {
      ...SILENT_REPORTER,
      report: (models) => void (this.reported = [...this.reported, models]),
      podUids: () => this.podUids(),
      gpuModels: async () => this.gpus,
    };
    this.cache = await startModelCache({ configFile: this.configFile, healthAddress: '127.0.0.1:0', env: {}, reporter: () => reporter },
      (level, message) => void this.lines.push(`${level}: ${message}`), options);
  }

  public async stop(): Promise<void> {
    const { cache } = this;
    this.cache = undefined;
    await cache?.stop();
  }

  public get url(): string {
    return `http://127.0.0.1:${this.cache!.healthPort}`;
  }

  public async clean(): Promise<void> {
    await this.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** How far a model is. */
  public status(name: string): ModelStatus | undefined {
    return this.reported[this.reported.length - 1]?.find((model) => model.name === name);
  }

  public async until(what: string, condition: () => boolean, withinMs: number = 10_000): Promise<void> {
    const end = Date.now() + withinMs;
    while (!condition()) {
      if (Date.now() > end) {
        throw new Error(`not ${what} within ${withinMs} ms: ${JSON.stringify(this.reported[this.reported.length - 1])}; ${this.lines.slice(-5).join('; ')}`);
      }
      await sleep(10);
    }
  }

  public async untilReady(...models: readonly CachedModelConfig[]): Promise<void> {
    await this.until('ready', () => models.every((model) => this.status(model.name)?.stage === 'ready' && this.isMarked(model)));
  }

  public isMarked(model: CachedModelConfig): boolean {
    return existsSync(join(this.directory, modelMarker(model)));
  }

  /** Where the model's files are kept, whether visible or not. */
  public versionPath(model: CachedModelConfig): string {
    return join(this.directory, '.versions', modelVersion(model));
  }

  /** The files of a model as a worker sees them; nothing if it sees none. */
  public seen(name: string): { readonly [path: string]: string } | undefined {
    const path = join(this.directory, name);
    return existsSync(path) ? Object.fromEntries(filesBelow(path).map((file) => [file, sha256(readFileSync(join(path, file)))])) : undefined;
  }

  public has(path: string): boolean {
    return existsSync(join(this.directory, path));
  }

  public linkOf(name: string): string {
    return readlinkSync(join(this.directory, name));
  }

  public modeOf(path: string): number {
    return statSync(join(this.directory, path)).mode % 0o10000;
  }

  /** A file beside the models, as a Secret's is mounted, with this content. Returns its path. */
  public secret(name: string, value: string): string {
    const path = join(this.root, name);
    writeFileSync(path, value);
    return path;
  }

  /** Puts a file there, as somebody else might. */
  public put(path: string, text: string): void {
    mkdirSync(join(this.directory, path, '..'), { recursive: true });
    writeFileSync(join(this.directory, path), text);
  }
}

/** Checksums of files, as `Node.seen` has them. */
export function checksums(files: { readonly [path: string]: Buffer }): { readonly [path: string]: string } {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [path, sha256(file)]));
}

function filesBelow(directory: string, prefix: string = ''): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    return entry.isDirectory() ? filesBelow(join(directory, entry.name), `${path}/`) : [path];
  }).sort();
}

