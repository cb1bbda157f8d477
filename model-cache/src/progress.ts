import { inBytes, inTime } from './amounts';
import { DownloadEvents } from './fetch/download';
import { Problem } from './problem';
import { ModelStatus, Reporter } from './reporter';
import { Usage } from './store/space';
import { CachedModelConfig, MODEL_STAGES, ModelStage, modelVersion } from '../../lib/contract/model-cache';
import { Log } from '../../scaler/src/log';

/** How often the log says how far a model is. */
const SAY_EVERY_MS = 5000;

/** How far all models are, for the log, for Kubernetes and for Prometheus. */
export class Progress {
  private models: readonly ModelProgress[] = [];
  /** What is counted lives longer than a model's declaration. */
  private readonly counts = new Map<string, ModelCounts>();
  private usageNow?: Usage;
  private movedAt = performance.now();
  private evictionCount = 0;

  public constructor(private readonly reporter: Reporter, private readonly log: Log) {}

  /** Takes in which models there are to be, in order of priority. */
  public declare(models: readonly CachedModelConfig[]): void {
    const before = this.models;
    const tell = { moved: () => this.moved(), changed: () => this.changed() };
    this.models = models.map((model) => before.find(({ version }) => version === modelVersion(model))
      ?? new ModelProgress(model.name, modelVersion(model), this.countsOf(model.name), this.log, tell));
    if (this.models.length !== before.length || this.models.some((model, index) => model !== before[index])) {
      this.changed();
    }
  }

  /** That of a declared model. */
  public of(model: CachedModelConfig): ModelProgress {
    return this.models.find(({ version }) => version === modelVersion(model))!;
  }

  public get all(): readonly ModelProgress[] {
    return this.models;
  }

  /** Whether all models are ready. */
  public get complete(): boolean {
    return this.models.every(({ stage }) => stage === 'ready');
  }

  /** A version was removed for lack of space. */
  public evicted(): void {
    this.evictionCount++;
  }

  public get evictions(): number {
    return this.evictionCount;
  }

  public measured(usage: Usage): void {
    this.usageNow = usage;
  }

  /** What the disk had when it was last looked at. */
  public get usage(): Usage | undefined {
    return this.usageNow;
  }

  /** Something has happened: the agent is not stuck. */
  public moved(): void {
    this.movedAt = performance.now();
  }

  /** How long nothing has happened, in milliseconds. */
  public get idleMs(): number {
    return performance.now() - this.movedAt;
  }

  private changed(): void {
    this.moved();
    this.reporter.report(this.models.map(({ status }) => status));
  }

  private countsOf(name: string): ModelCounts {
    const counts = this.counts.get(name) ?? { fetched: 0, failures: new Map(), seconds: new Map() };
    this.counts.set(name, counts);
    return counts;
  }
}

/** What is counted of a model. */
export interface ModelCounts {
  /** Bytes. */
  fetched: number;
  readonly failures: Map<ModelStage, number>;
  /** Time in each stage, without the present one. */
  readonly seconds: Map<ModelStage, number>;
}

/** How far one model is. */
export class ModelProgress implements DownloadEvents {
  public stage: ModelStage = 'waiting';
  /** Bytes, once they are known. */
  public size?: number;
  private message = 'waiting for its turn';
  private since = performance.now();
  private fetchingSince = 0;
  /** Bytes that were there when fetching began, and that are there now. */
  private had = 0;
  private has = 0;
  /** When the log last said something, and how much was there. */
  private said = { at: 0, has: 0 };

  public constructor(
    public readonly name: string, public readonly version: string, public readonly counts: ModelCounts,
    private readonly log: Log, private readonly tell: { readonly moved: () => void; readonly changed: () => void },
  ) {}

  public get status(): ModelStatus {
    return { name: this.name, version: this.version, stage: this.stage, message: this.message };
  }

  /** Time in each stage, with the present one. */
  public get seconds(): ReadonlyMap<ModelStage, number> {
    const present = (performance.now() - this.since) / 1000;
    return new Map(MODEL_STAGES.map((stage) => [stage, (this.counts.seconds.get(stage) ?? 0) + (stage === this.stage ? present : 0)]));
  }

  public listing(): void {
    this.enter('listing', 'asking the source for its files');
  }

  public fetching(size: number, had: number): void {
    [this.size, this.had, this.has] = [size, had, had];
    this.fetchingSince = performance.now();
    this.said = { at: this.fetchingSince, has: had };
    this.enter('fetching', had === 0 ? `fetching ${inBytes(size)}` : `fetching ${inBytes(size)}, of which ${inBytes(had)} are there`);
  }

  public fetched(bytes: number): void {
    this.tell.moved();
    this.counts.fetched += bytes;
    this.has += bytes;
    const now = performance.now();
    const { at, has } = this.said;
    if (now - at >= SAY_EVERY_MS) {
      const rate = (this.has - has) / (now - at);
      this.said = { at: now, has: this.has };
      this.message = `${inBytes(this.has)} of ${inBytes(this.size!)} (${Math.floor(100 * this.has / this.size!)} %), ${inBytes(rate * 1000)}/s, `
        + `${inTime((this.size! - this.has) / rate)} left`;
      this.log('info', `${this.name}: ${this.message}`);
    }
  }

  public retried({ message }: Problem): void {
    this.log('warn', `${this.name}: ${message}`);
  }

  public verifying(): void {
    this.enter('verifying', 'verifying the last of it');
  }

  public ready(): void {
    if (this.stage !== 'ready') {
      const took = performance.now() - this.fetchingSince;
      this.enter('ready', this.size === undefined ? 'ready: it was there' : `ready: ${inBytes(this.size - this.had)} fetched in ${inTime(took)}`);
    }
  }

  /** There is no space for it. */
  public waiting(message: string): void {
    this.count();
    this.enter('waiting', message, 'warn');
  }

  public failed(message: string, retryMs: number): void {
    this.count();
    this.enter('failed', `${message}; tried again in ${inTime(retryMs)}`, 'error');
  }

  private count(): void {
    this.counts.failures.set(this.stage, (this.counts.failures.get(this.stage) ?? 0) + 1);
  }

  private enter(stage: ModelStage, message: string, level: 'info' | 'warn' | 'error' = 'info'): void {
    const now = performance.now();
    this.counts.seconds.set(this.stage, (this.counts.seconds.get(this.stage) ?? 0) + (now - this.since) / 1000);
    this.since = now;
    this.stage = stage;
    this.message = message;
    this.log(level, `${this.name}: ${message}`, { model: this.name, stage });
    this.tell.changed();
  }
}
