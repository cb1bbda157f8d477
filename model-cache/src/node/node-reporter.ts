import { setTimeout as sleep } from 'node:timers/promises';
import { NodeApi, NodeEvent } from './node-api';
import { changesOf, ModelPresence } from './node-changes';
import { CachedModelConfig, NodeReportingConfig, sourceDigest } from '../../../lib/contract/model-cache';
import { Log } from '../log';

/** How often the node is looked at when nothing happens: others may have changed its labels. Milliseconds. */
const LOOK_EVERY_MS = 5 * 60_000;

/** How often while only Karpenter is missing. Milliseconds. */
const REGISTERED_EVERY_MS = 1000;

/** After a failed call: the first and the longest pause. Milliseconds. */
const RETRY_MS = { first: 1000, most: 30_000 };

/** Tells Kubernetes what a node has: a label for each model that is ready, events, and, once all are, the end of the startup taint. */
export class NodeReporter {
  private readonly presence = new Map<string, ModelPresence>();
  private readonly problems = new Map<string, string>();
  private readonly stopping = new AbortController();
  private news = new AbortController();
  private retryMs = RETRY_MS.first;
  private problem: string | undefined;
  private events: Promise<void> = Promise.resolve();
  private readonly running: Promise<void>;

  /** Begins to report. A model of which nothing is said yet keeps the label that an earlier agent gave it. */
  public constructor(
    private readonly config: NodeReportingConfig, private readonly models: readonly CachedModelConfig[], private readonly api: NodeApi, private readonly log: Log,
  ) {
    this.running = this.run();
  }

  /** A model is complete and visible to workers. */
  public modelReady(name: string): void {
    this.problems.delete(name);
    if (this.presence.get(name) !== 'ready') {
      this.presence.set(name, 'ready');
      this.announce({ type: 'Normal', reason: 'ModelReady', message: `model ${name} is ready on node ${this.api.pod.node}` });
      this.news.abort();
    }
  }

  /** A model is not there: it has still to come, was evicted, or its files were damaged. */
  public modelAbsent(name: string): void {
    if (this.presence.get(name) !== 'absent') {
      this.presence.set(name, 'absent');
      this.news.abort();
    }
  }

  /** A model cannot be brought at the moment. One event for each problem, however often it is met in a row. */
  public modelFailed(name: string, problem: string): void {
    if (this.problems.get(name) !== problem) {
      this.problems.set(name, problem);
      this.announce({ type: 'Warning', reason: 'ModelFailed', message: `model ${name}: ${problem}` });
    }
  }

  /** Ends after the call that is under way. What the node says stays. */
  public async stop(): Promise<void> {
    this.stopping.abort();
    this.news.abort();
    await Promise.all([this.running, this.events]);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.news = new AbortController();
      const pause = await this.report();
      await sleep(pause, undefined, { signal: AbortSignal.any([this.news.signal, this.stopping.signal]), ref: false }).catch(() => undefined);
    }
  }

  /** Makes the node say what is so, and returns how long to wait until the next look. */
  private async report(): Promise<number> {
    try {
      const changes = changesOf(await this.api.readNode(), {
        ...this.config,
        models: this.models.map(({ name, source }) => ({ name, digest: sourceDigest(source), presence: this.presence.get(name) ?? 'unknown' })),
      });
      if (changes.patch.length > 0) {
        await this.api.patchNode(changes.patch);
        const { addedLabels, removedLabels } = changes;
        this.log('info', 'node updated', { addedLabels, removedLabels, startupTaint: changes.removesTaint ? 'removed' : undefined });
      }
      if (changes.removesTaint) {
        this.announce({ type: 'Normal', reason: 'StartupTaintRemoved', message: `all models are ready: node ${this.api.pod.node} takes workers` });
      }
      this.retryMs = RETRY_MS.first;
      this.problem = undefined;
      return changes.waitsForRegistration ? REGISTERED_EVERY_MS : LOOK_EVERY_MS;
    } catch (error) {
      return this.retryAfter((error as Error).message);
    }
  }

  /** Says each problem once, not at every attempt. */
  private retryAfter(problem: string): number {
    if (problem !== this.problem) {
      this.problem = problem;
      this.log('warn', 'the node could not be updated, and will be tried again', { node: this.api.pod.node, problem });
    }
    const pause = this.retryMs;
    this.retryMs = Math.min(2 * pause, RETRY_MS.most);
    return pause;
  }

  /** Events are for people: one that gets lost is a line of the log. In their order, beside everything else. */
  private announce(event: NodeEvent): void {
    this.events = this.events.then(() => this.api.createEvent(event)).catch((error: Error) => {
      this.log('warn', 'an event could not be created', { reason: event.reason, problem: error.message });
    });
  }
}
