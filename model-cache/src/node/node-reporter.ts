import { setTimeout as sleep } from 'node:timers/promises';
import { NodeApi, NodeEvent } from './node-api';
import { changesOf, DeclaredModel, ModelPresence } from './node-changes';
import { ModelStage, NodeReportingConfig } from '../../../lib/contract/model-cache';
import { Log } from '../../../scaler/src/log';
import { ModelStatus, Reporter } from '../reporter';

/** How often the node is looked at when nothing happens: others may have changed its labels. Milliseconds. */
const LOOK_EVERY_MS = 5 * 60_000;

/** How often while only Karpenter is missing. Milliseconds. */
const REGISTERED_EVERY_MS = 1000;

/** After a failed call: the first and the longest pause. Milliseconds. */
const RETRY_MS = { first: 1000, most: 30_000 };

/** How often an event says that a model still fails. Milliseconds. */
const REPEAT_MS = 10 * 60_000;

/** Stages in which nothing of the model is visible to workers. In the others an earlier agent may have left it complete. */
const WITHOUT_FILES: readonly ModelStage[] = ['fetching', 'failed'];

/** Labels that name the GPU: of Karpenter on AWS and Azure and of GKE, which nodes register with, and of NVIDIA's feature discovery, which comes later. */
const GPU_LABELS = ['karpenter.k8s.aws/instance-gpu-name', 'karpenter.azure.com/sku-gpu-name', 'cloud.google.com/gke-accelerator', 'nvidia.com/gpu.product'];

/** Tells Kubernetes what a node has: a label for each model that is ready, events, and, once all are, the end of the startup taint. */
export class NodeReporter implements Reporter {
  /** As they were told last; nothing before that. */
  private models?: readonly DeclaredModel[];
  /** When an event said last that a model has failed, by name. */
  private readonly failures = new Map<string, number>();
  private readonly problems = new Map<string, string>();
  private readonly stopping = new AbortController();
  private news = new AbortController();
  private retryMs = RETRY_MS.first;
  private events: Promise<void> = Promise.resolve();
  private readonly running: Promise<void>;

  /** Begins to report. A model that has not been looked at yet keeps the label that an earlier agent gave it. */
  public constructor(private readonly config: () => NodeReportingConfig, private readonly api: NodeApi, private readonly log: Log) {
    this.running = this.run();
  }

  public report(models: readonly ModelStatus[]): void {
    const before = new Map(this.models?.map(({ version, presence }) => [version, presence]));
    this.models = models.map(({ name, version, stage }) => ({ name, version, presence: presenceIn(stage, before.get(version)) }));
    if (this.models.length !== before.size || this.models.some(({ version, presence }) => before.get(version) !== presence)) {
      this.news.abort();
    }
    for (const { name, version, stage, message } of models) {
      if (stage === 'ready' && before.get(version) !== 'ready') {
        this.failures.delete(name);
        this.announce({ type: 'Normal', reason: 'ModelReady', message: `model ${name} is ready on node ${this.api.pod.node}` });
      }
      if (stage === 'failed' && Date.now() - (this.failures.get(name) ?? -Infinity) >= REPEAT_MS) {
        this.failures.set(name, Date.now());
        this.announce({ type: 'Warning', reason: 'ModelFailed', message: `model ${name}: ${message}` });
      }
    }
  }

  public async podUids(): Promise<ReadonlySet<string> | undefined> {
    return this.answered('cannot list the pods of the node', () => this.api.podUids());
  }

  public async gpuModels(): Promise<readonly string[]> {
    const node = await this.answered('cannot read the labels of the node', () => this.api.readNode());
    return GPU_LABELS.flatMap((label) => node?.labels[label] ?? []);
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
    const { models } = this;
    if (models === undefined) {
      return LOOK_EVERY_MS;
    }
    const changes = await this.answered('cannot update the node', async () => {
      const found = changesOf(await this.api.readNode(), { ...this.config(), models });
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

  /** What the API server answers; nothing if it does not. Each problem is said once, not at every attempt. */
  private async answered<T>(failure: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await call();
      this.problems.delete(failure);
      return answer;
    } catch (error) {
      const problem = (error as Error).message;
      if (this.problems.get(failure) !== problem) {
        this.problems.set(failure, problem);
        this.log('warn', failure, { node: this.api.pod.node, problem });
      }
      return undefined;
    }
  }

  /** Events are for people: one that gets lost is a line of the log. In their order, beside everything else. */
  private announce(event: NodeEvent): void {
    this.events = this.events.then(async () => {
      await this.answered('cannot create an event', () => this.api.createEvent(event));
    });
  }
}

function presenceIn(stage: ModelStage, before: ModelPresence = 'unknown'): ModelPresence {
  if (stage === 'ready') {
    return 'ready';
  }
  return WITHOUT_FILES.includes(stage) || before !== 'unknown' ? 'absent' : 'unknown';
}
