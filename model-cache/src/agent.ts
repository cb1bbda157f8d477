import { setTimeout as sleep } from 'node:timers/promises';
import { prepareCompileCache } from './compile-cache';
import { Connections } from './fetch/connections';
import { download, DOWNLOAD_OPTIONS, DownloadOptions } from './fetch/download';
import { Verified } from './fetch/journal';
import { FileFacts, RemoteFile } from './fetch/remote-file';
import { diskProblem, Problem } from './problem';
import { ModelProgress, Progress } from './progress';
import { Reporter } from './reporter';
import { select } from './selection';
import { sourceOf } from './sources/registry';
import { Source } from './sources/source';
import { Leases } from './store/leases';
import { ManifestFile } from './store/manifest';
import { Space } from './store/space';
import { Store } from './store/store';
import { CachedModelConfig, ModelCacheConfig, modelVersion } from '../../lib/contract/model-cache';
import { Log } from '../../scaler/src/log';

/** How the agent behaves over time. */
export interface AgentOptions extends DownloadOptions {
  /** How often everything is looked at again. */
  readonly lookMs: number;
  /** Wait after a model has failed, doubled by each further failure. */
  readonly failedMs: number;
  /** The longest such wait. */
  readonly failedMostMs: number;
  /** Wait for space: what frees it is not the model's source. */
  readonly spaceMs: number;
  /** Wait after a file has come with the same wrong checksum twice, and the longest one that a source may ask for. */
  readonly vainMs: number;
  /** Nothing takes so long without something happening: bytes that come, a model that is looked at. An agent in which it does is not alive. */
  readonly stuckMs: number;
  /** Of a filesystem that has images and logs as well, what models leave free: with less, the kubelet deletes images. */
  readonly freeShare: number;
}

export const AGENT_OPTIONS: AgentOptions = {
  ...DOWNLOAD_OPTIONS, lookMs: 60_000, failedMs: 5000, failedMostMs: 300_000, spaceMs: 30_000, vainMs: 3_600_000, stuckMs: 3_600_000, freeShare: 0.15,
};

/** What the agent works with. */
export interface AgentParts {
  /** The configuration as it is now. */
  readonly config: () => ModelCacheConfig;
  readonly env: { readonly [name: string]: string | undefined };
  readonly reporter: Reporter;
  readonly progress: Progress;
  readonly log: Log;
}

/** When a model that failed is tried again. */
interface Failure {
  /** In a row, without anything having come. */
  readonly times: number;
  /** On the clock of `performance`, which nobody sets. */
  readonly retryAt: number;
  /** What was wrong with files that came. */
  readonly corrupt: ReadonlySet<string>;
}

/** Brings the declared models to the directory, one after the other in their order, and keeps them there. */
export class Agent {
  private readonly store: Store;
  private readonly leases: Leases;
  private readonly space: Space;
  private readonly connections = new Connections();
  /** By version. */
  private readonly failures = new Map<string, Failure>();
  /** The version that is being fetched, and what stops that. */
  private current?: { readonly version: string; readonly stop: AbortController };
  /** Ends the rest before its time. */
  private waking = new AbortController();

  public constructor(private readonly parts: AgentParts, private readonly options: AgentOptions = AGENT_OPTIONS) {
    const { config, reporter, progress, log } = parts;
    this.store = new Store(config().directory);
    this.leases = new Leases(this.store, () => reporter.podUids());
    this.space = new Space(this.store, this.leases, options.freeShare, (version, bytes) => {
      progress.evicted();
      log('info', `${version}: removed to make room`, { version, bytes });
    });
  }

  /** Works until it is told to stop. */
  public async run(signal: AbortSignal): Promise<void> {
    await this.store.open();
    try {
      while (!signal.aborted) {
        const until = performance.now() + this.options.lookMs;
        await this.look(signal);
        this.parts.progress.moved();
        const next = Math.min(until, ...[...this.failures.values()].map(({ retryAt }) => retryAt));
        await this.rest(next - performance.now(), signal);
      }
    } finally {
      this.connections.close();
    }
  }

  /** The configuration has changed. */
  public changed(): void {
    const versions = this.parts.config().models.map(modelVersion);
    if (this.current !== undefined && !versions.includes(this.current.version)) {
      this.current.stop.abort();
    }
    this.waking.abort();
  }

  /** Does what there is to do. What Kubernetes is asked for, models do not wait for. */
  private async look(signal: AbortSignal): Promise<void> {
    const { config, reporter } = this.parts;
    const { compileCache } = config();
    await Promise.all([
      compileCache && this.guard('compile cache', () => prepareCompileCache(compileCache, reporter)),
      this.guard('leases', () => this.leases.inUse()),
      this.lookAtModels(config(), signal),
    ]);
  }

  /** First those that are there already, then those that have to be fetched. */
  private async lookAtModels(config: ModelCacheConfig, signal: AbortSignal): Promise<void> {
    const { progress } = this.parts;
    const { models } = config;
    progress.declare(models);
    for (const version of [...this.failures.keys()].filter((failed) => !models.map(modelVersion).includes(failed))) {
      this.failures.delete(version);
    }
    const missing: CachedModelConfig[] = [];
    for (const model of models) {
      if (!await this.keep(model)) {
        missing.push(model);
      }
      progress.moved();
    }
    await this.guard('disk budget', () => this.space.keepBudget(config));
    await this.measure();
    for (const model of missing) {
      if (signal.aborted || this.parts.config() !== config) {
        return; // a newer configuration may have another order
      }
      if ((this.failures.get(modelVersion(model))?.retryAt ?? 0) <= performance.now()) {
        await this.bring(model, signal);
        await this.measure();
      }
    }
  }

  /** Keeps a model that is complete visible, and takes one back that is damaged. Returns whether it is ready. */
  private async keep(model: CachedModelConfig): Promise<boolean> {
    const { progress, log } = this.parts;
    try {
      const found = await this.store.inspect(modelVersion(model));
      if (found === 'absent') {
        return false;
      }
      if (found === 'intact') {
        await this.store.establish(model);
        progress.of(model).ready();
        return true;
      }
      log('warn', `${model.name}: damaged, and fetched again: ${found.damaged.join(', ')}`, { model: model.name });
      await this.store.takeBack(model, found.damaged);
    } catch (error) {
      this.failed(model, error);
    }
    return false;
  }

  private async bring(model: CachedModelConfig, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const version = modelVersion(model);
    const progress = this.parts.progress.of(model);
    const { fetched } = progress.counts;
    this.current = { version, stop };
    try {
      await this.fetch(model, progress, AbortSignal.any([signal, stop.signal]));
      this.failures.delete(version);
    } catch (error) {
      if (!signal.aborted && !stop.signal.aborted) {
        this.failed(model, error, progress.counts.fetched - fetched >= this.options.leastBytes);
      }
    } finally {
      this.current = undefined;
    }
  }

  private async fetch(model: CachedModelConfig, progress: ModelProgress, signal: AbortSignal): Promise<void> {
    const version = modelVersion(model);
    const { env, config } = this.parts;
    const source = sourceOf(model.source, { env, connections: this.connections, answerMs: this.options.answerMs });
    try {
      await this.store.requireName(model.name);
      progress.listing();
      const files = select(model.source, await this.list(source, signal));
      const journal = await this.store.begin(version, files);
      const size = files.reduce((sum, file) => sum + file.size, 0);
      await this.space.makeRoom(config(), model, size);
      progress.fetching(size, journal.bytes);
      await download(this.store.partialFiles(version), files, journal, this.connections, progress, signal, this.options);
      await this.store.publish(model, files.map((file, index) => manifestFile(file, journal.of(index).verified!)));
      progress.ready();
    } catch (error) {
      throw error instanceof Problem && error.kind === 'denied' ? new Problem('denied', `${error.message}; ${source.access}`) : error;
    }
  }

  /** Lists the files of a source, and lets nobody wait any longer who still does when that has failed. */
  private async list(source: Source, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    const ended = new AbortController();
    try {
      return await source.list(AbortSignal.any([signal, ended.signal]));
    } finally {
      ended.abort();
    }
  }

  /** @param hasMoved whether something came before it failed: then it is as if it had failed for the first time */
  private failed(model: CachedModelConfig, error: unknown, hasMoved: boolean = false): void {
    const { progress } = this.parts;
    const { failedMs, failedMostMs, spaceMs, vainMs } = this.options;
    const problem = diskProblem(error);
    const { kind, retryAfterMs = 0 } = problem instanceof Problem ? problem : {};
    const { message } = problem as Error;
    const version = modelVersion(model);
    const before = this.failures.get(version) ?? { times: 0, corrupt: new Set() };
    const isCorrupt = kind === 'corrupt';
    const isInVain = isCorrupt && before.corrupt.has(message);
    const times = hasMoved && !isCorrupt ? 1 : before.times + 1;
    const usual = Math.min(failedMs * 2 ** (times - 1), failedMostMs) * (0.8 + Math.random() * 0.4);
    const wait = kind === 'space' ? spaceMs : isInVain ? vainMs : Math.max(usual, Math.min(retryAfterMs, vainMs));
    const corrupt = isCorrupt ? new Set([...before.corrupt, message]) : before.corrupt;
    this.failures.set(version, { times, retryAt: performance.now() + wait, corrupt });
    if (kind === 'space') {
      progress.of(model).waiting(message);
    } else {
      const again = ', with the same result as before: correct the file at the source, or its checksum in the configuration';
      progress.of(model).failed(isInVain ? message + again : message, wait);
    }
  }

  private async measure(): Promise<void> {
    await this.guard('disk usage', async () => this.parts.progress.measured(await this.space.usage(this.parts.config())));
  }

  /** Does something beside the models, which they do not wait for. */
  private async guard(what: string, task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.parts.log('error', `${what}: ${(error as Error).message}`);
    }
  }

  private async rest(ms: number, signal: AbortSignal): Promise<void> {
    await sleep(Math.max(0, ms), undefined, { signal: AbortSignal.any([signal, this.waking.signal]) }).catch(() => undefined);
    this.waking = new AbortController();
  }
}

function manifestFile({ path, size, etag, checksum }: FileFacts, verified: Verified): ManifestFile {
  return { path, size, etag, checksum, verified };
}
