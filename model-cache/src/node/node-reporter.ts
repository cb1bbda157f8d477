import { setTimeout as sleep } from 'node:timers/promises';
import { NodeApi, NodeEvent } from './node-api';
import { changesOf, DeclaredModel, ModelPresence } from './node-changes';
import { CachedModelConfig, ModelStage, NodeReportingConfig, sourceDigest } from '../../../lib/contract/model-cache';
import { Log } from '../../../scaler/src/log';
import { ModelStatus, Reporter } from '../reporter';

/** How often the node is looked at when nothing happens: others may have changed its labels. Milliseconds. */
const LOOK_EVERY_MS = 5 * 60_000;

/** How often while only Karpenter is missing. Milliseconds. */
const REGISTERED_EVERY_MS = 1000;

/** After a failed call: the first and the longest pause. Milliseconds. */
const RETRY_MS = { first: 1000, most: 30_000 };

/** Stages in which nothing of the model is visible to workers. In the others an earlier agent may have left it complete. */
const WITHOUT_FILES: readonly ModelStage[] = ['fetching', 'failed'];

/** Labels that name the GPU: of NVIDIA's feature discovery, of Karpenter on AWS and Azure, of GKE. */
const GPU_LABELS = ['nvidia.com/gpu.product', 'karpenter.k8s.aws/instance-gpu-name', 'karpenter.azure.com/sku-gpu-name', 'cloud.google.com/gke-accelerator'];

/** Tells Kubernetes what a node has: a label for each model that is ready, events, and, once all are, the end of the startup taint. */
export class NodeReporter implements Reporter {
  private readonly presence = new Map<string, ModelPresence>();
  private readonly said = new Map<string, string>();
  private readonly problems = new Map<string, string>();
  private readonly stopping = new AbortController();
  private news = new AbortController();
  private retryMs = RETRY_MS.first;
  private events: Promise<void> = Promise.resolve();
  private readonly running: Promise<void>;

  /** Begins to report. A model of which nothing is said yet keeps the label that an earlier agent gave it. */
  public constructor(
    private readonly config: NodeReportingConfig, private readonly models: readonly CachedModelConfig[], private readonly api: NodeApi, private readonly log: Log,
  ) {
    this.running = this.run();
  }

  public report(models: readonly ModelStatus[]): void {
    for (const { name, stage, message } of models) {
      const before = this.presence.get(name);
      const now = presenceIn(stage, before);
      this.presence.set(name, now);
      if (now !== before) {
        this.news.abort();
      }
      if (stage === 'ready' || stage === 'failed') {
        this.announceOnce(name, stage, message);
      }
    }
  }

  public async podUids(): Promise<ReadonlySet<string> | undefined> {
    return this.answered('the pods of the node', () => this.api.podUids());
  }

  public async gpuModel(): Promise<string | undefined> {
    const node = await this.answered('the labels of the node', () => this.api.readNode());
    return GPU_LABELS.map((label) => node?.labels[label]).find((value) => value !== undefined);
  }

  /** Ends after the calls that are under way. What the node says stays. */
  public async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.running, this.events]);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.news = new AbortController();
      const pause = await this.update();
      await sleep(pause, undefined, { signal: AbortSignal.any([this.news.signal, this.stopping.signal]), ref: false }).catch(() => undefined);
    }
  }

  /** Makes the node say what is so, and returns how long to wait until the next look. */
  private async update(): Promise<number> {
    const changes = await this.answered('the node', async () => {
      const found = changesOf(await this.api.readNode(), { ...this.config, models: this.declared() });
      if (found.patch.length > 0) {
        await this.api.patchNode(found.patch);
      }
      return found;
    });
    if (changes === undefined) {
      const pause = this.retryMs;
      this.retryMs = Math.min(2 * pause, RETRY_MS.most);
      return pause;
    }
    this.retryMs = RETRY_MS.first;
    const { patch, addedLabels, removedLabels, removesTaint, waitsForRegistration } = changes;
    if (patch.length > 0) {
      this.log('info', 'node updated', { addedLabels, removedLabels, startupTaint: removesTaint ? 'removed' : 'unchanged' });
    }
    if (removesTaint) {
      this.announce({ type: 'Normal', reason: 'StartupTaintRemoved', message: `all models are ready: node ${this.api.pod.node} takes workers` });
    }
    return waitsForRegistration ? REGISTERED_EVERY_MS : LOOK_EVERY_MS;
  }

  private declared(): DeclaredModel[] {
    return this.models.map(({ name, source }) => ({ name, digest: sourceDigest(source), presence: this.presence.get(name) ?? 'unknown' }));
  }

  /** What the API server answers; nothing if it does not. Each problem is said once, not at every attempt. */
  private async answered<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await call();
      this.problems.delete(what);
      return answer;
    } catch (error) {
      const problem = (error as Error).message;
      if (this.problems.get(what) !== problem) {
        this.problems.set(what, problem);
        this.log('warn', `cannot report on ${what}: trying again`, { node: this.api.pod.node, problem });
      }
      return undefined;
    }
  }

  /** An event for each problem and for its end, however often they are told in a row. */
  private announceOnce(name: string, stage: 'ready' | 'failed', message: string): void {
    const event: NodeEvent = stage === 'ready'
      ? { type: 'Normal', reason: 'ModelReady', message: `model ${name} is ready on node ${this.api.pod.node}` }
      : { type: 'Warning', reason: 'ModelFailed', message: `model ${name}: ${message}` };
    if (this.said.get(name) !== event.message) {
      this.said.set(name, event.message);
      this.announce(event);
    }
  }

  /** Events are for people: one that gets lost is a line of the log. In their order, beside everything else. */
  private announce(event: NodeEvent): void {
    this.events = this.events.then(async () => {
      await this.answered('an event', () => this.api.createEvent(event));
    });
  }
}

function presenceIn(stage: ModelStage, before: ModelPresence = 'unknown'): ModelPresence {
  if (stage === 'ready') {
    return 'ready';
  }
  return WITHOUT_FILES.includes(stage) || before !== 'unknown' ? 'absent' : 'unknown';
}
