import { Depth, Jobs } from './jobs';
import { WorkerManifests } from './manifests';
import { Timeline } from './timeline';
import { ExternalScalerClient } from '../../conformance/src/keda/external-scaler-client';
import { ColdStart } from '../../lib/workers/cold-start';
import { GetMetricSpecResponse, ScaledObjectRef } from '../../scaler/src/external-scaler-proto';
import { HorizontalPodAutoscaler, KedaScaleLoop } from '../../simulator/src';

/** The plot. Times in seconds of the story. */
const PLOT = {
  /** A first batch arrives, and then the burst that makes it 47. */
  batch: { at: 5, jobs: 8 },
  burst: { at: 15, jobs: 39 },
  /** From the decision to start a worker until it works: what the library assumes by default. */
  coldStart: ColdStart.of().total.toSeconds(),
  /** How long a worker works on a job. */
  jobSeconds: 60,
  /** The HPA's sync period, and when its first sync is. */
  hpa: { period: 15, phase: 10 },
};

/** All jobs of the story. */
const JOBS = PLOT.batch.jobs + PLOT.burst.jobs;

/** How long the scaler may take to notice a change, in real milliseconds: it shares a reading for a second. */
const NOTICED_WITHIN_MS = 3000;

const PUSHED_WITHIN_MS = 2000;

/** Something that the story promises, and whether it was so. */
export interface Check {
  readonly what: string;
  readonly passed: boolean;
  readonly got: string;
}

/** A thing that happens at a time of the story. */
interface Happening {
  readonly at: number;
  readonly run: () => Promise<void>;
}

/**
 * The story of the README on a clock of its own: queue and scaler are real and every call is made, only the waiting between them is left
 * out. KEDA's loop and the HPA are the simulator's, with the settings of the manifests.
 */
export class Story {
  public readonly checks: Check[] = [];
  private now = 0;
  private replicas = 0;
  private pushes = 0;
  private done = false;
  private inactiveTold = false;
  private readonly agenda: Happening[] = [];
  private readonly keda: KedaScaleLoop;

  public constructor(
    private readonly manifests: WorkerManifests, private readonly ref: ScaledObjectRef, private readonly client: ExternalScalerClient,
    private readonly jobs: Jobs, private readonly timeline: Timeline, private readonly signal: AbortSignal,
  ) {
    this.keda = new KedaScaleLoop(manifests);
  }

  /**
   * Plays it to the end: when no worker is left, or when it should have been so for a while.
   *
   * @throws the reason of the signal when that is aborted
   */
  public async play(): Promise<void> {
    const activation = this.client.streamIsActive(this.ref);
    const specs = this.client.streamMetricSpec(this.ref);
    activation.on('data', ({ result }) => this.pushes += result ? 1 : 0);
    for (const stream of [activation, specs]) {
      stream.on('error', () => undefined); // cancelled at the end
    }
    let told: number | undefined;
    specs.on('data', ({ metricSpecs: [spec] }: GetMetricSpecResponse) => told = spec.targetSizeFloat);
    try {
      await this.until(() => told !== undefined, PUSHED_WITHIN_MS, () => 'the scaler to tell its metric on the stream');
      await this.told('KEDA opens its streams; nothing waits, nothing runs, no bill');
      const hpa = await this.reconcile(told!);
      this.at(0, () => this.poll());
      this.at(PLOT.hpa.phase, () => this.sync(hpa));
      this.at(PLOT.batch.at, () => this.batch());
      this.at(PLOT.burst.at, () => this.burst());
      this.at(PLOT.hpa.phase + PLOT.coldStart, () => this.firstJobs());
      while (!this.done) {
        this.signal.throwIfAborted();
        const next = this.agenda.shift()!;
        if (next.at > this.endsBy) {
          await this.unfinished();
          return;
        }
        this.now = next.at;
        await next.run();
      }
    } finally {
      activation.cancel();
      specs.cancel();
    }
  }

  /** KEDA makes the HPA, with the target that the scaler tells: the manifests reach it through the scaler alone. */
  private async reconcile(streamed: number): Promise<HorizontalPodAutoscaler> {
    const { target } = await this.ask();
    const { metadata: { jobsPerReplica }, maxReplicaCount, behavior } = this.manifests;
    const right = target === jobsPerReplica && streamed === jobsPerReplica;
    this.check(`the scaler tells KEDA the target of the manifests, ${jobsPerReplica} jobs per replica`, right, `${target} asked, ${streamed} streamed`);
    return new HorizontalPodAutoscaler({ minReplicas: 1, maxReplicas: maxReplicaCount, target: { type: 'AverageValue', value: target }, behavior });
  }

  /** Until then even a single worker would have done all jobs, and have been stopped. */
  private get endsBy(): number {
    return PLOT.burst.at + PLOT.coldStart + JOBS * PLOT.jobSeconds + this.manifests.cooldownPeriod + 2 * this.manifests.pollingInterval;
  }

  private async unfinished(): Promise<void> {
    await this.told('it should have ended by now');
    const { waiting, inFlight } = await this.jobs.depth();
    const { active } = await this.ask();
    this.check('back to 0 workers, and no job was running', false, `${this.replicas} workers, ${waiting + inFlight} jobs outstanding, active: ${active}`);
  }

  private async batch(): Promise<void> {
    const asleep = this.replicas === 0 && this.pushes === 0;
    const began = performance.now();
    await this.jobs.add(PLOT.batch.jobs);
    await this.until(() => this.pushes > 0, PUSHED_WITHIN_MS, () => 'the scaler to push its activation');
    const took = performance.now() - began;
    this.replicas = this.keda.push(this.now, this.replicas);
    await this.told(`${PLOT.batch.jobs} jobs; scaler pushes "active" after ${Math.round(took)} ms, KEDA starts a worker`);
    this.check('the first job wakes a worker at once, without waiting for a poll', asleep && this.replicas === 1,
      asleep ? `pushed after ${Math.round(took)} ms` : 'active before there was a job');
    await this.noticed(PLOT.batch.jobs);
  }

  private async burst(): Promise<void> {
    await this.jobs.add(PLOT.burst.jobs);
    const value = await this.noticed(JOBS);
    await this.told(`${PLOT.burst.jobs} more jobs; the scaler reports ${value}`);
    this.check(`the scaler reports ${JOBS} jobs`, value === JOBS, String(value));
  }

  /** The workers' nodes have come, images are pulled, models loaded. */
  private async firstJobs(): Promise<void> {
    await this.jobs.take(this.replicas);
    await this.told(`${Math.round(PLOT.coldStart / 60)} minutes later nodes, images, models are there; jobs are taken`);
    this.at(this.now + PLOT.jobSeconds, () => this.nextJobs());
  }

  private async nextJobs(): Promise<void> {
    const before = await this.jobs.depth();
    await this.jobs.finish(before.inFlight);
    await this.jobs.take(Math.min(this.replicas, before.waiting));
    const { waiting, inFlight } = await this.jobs.depth();
    await this.noticed(waiting + inFlight);
    const stuck = waiting === before.waiting && inFlight === before.inFlight;
    if (inFlight > 0 && !stuck) {
      const next = waiting > 0 ? 'the next are taken' : `nothing waits, but ${inFlight} still run: that is not idle`;
      await this.told(`${before.inFlight} jobs done; ${next}`);
      if (waiting === 0) {
        const { active, value } = await this.ask();
        const busy = active && value === inFlight;
        this.check('with nothing waiting and jobs still running, the scaler says active', busy, `${value} jobs, active: ${active}`);
      }
      this.at(this.now + PLOT.jobSeconds, () => this.nextJobs());
      return;
    }
    await this.told(stuck ? 'somebody else has taken jobs and does not finish them' : 'the last jobs are done');
    this.check('the queue is drained', waiting + inFlight === 0, `${waiting} waiting, ${inFlight} in flight`);
  }

  /** KEDA's poll. */
  private async poll(): Promise<void> {
    const { active } = await this.ask();
    const desired = this.keda.poll(this.now, [active ? 'active' : 'inactive'], this.replicas);
    if (!active && this.now > PLOT.burst.at && !this.inactiveTold) {
      this.inactiveTold = true;
      await this.told(`KEDA's poll: not active; the cooldown of ${this.manifests.cooldownPeriod / 60} minutes runs`);
      const { waiting, inFlight } = await this.jobs.depth();
      this.check('IsActive is false when all jobs are done, and not before', waiting + inFlight === 0, `${waiting + inFlight} jobs outstanding`);
    }
    if (desired > this.replicas) {
      this.replicas = desired;
      await this.told("KEDA's poll: active; it starts a worker");
    } else if (desired < this.replicas) {
      this.replicas = desired;
      await this.told('the cooldown is over: KEDA stops the last, Karpenter its nodes');
      const { waiting, inFlight } = await this.jobs.depth();
      const clean = desired === 0 && waiting + inFlight === 0;
      this.check('back to 0 workers, and no job was running', clean, `${desired} workers, ${inFlight} jobs running`);
      this.done = true;
    }
    this.at(this.now + this.manifests.pollingInterval, () => this.poll());
  }

  /** The HPA's sync, which asks the scaler through KEDA. */
  private async sync(hpa: HorizontalPodAutoscaler): Promise<void> {
    if (this.replicas === 0) {
      this.at(this.now + PLOT.hpa.period, () => this.sync(hpa));
      return; // at zero the HPA asks nothing
    }
    const { value } = await this.ask();
    const before = this.replicas;
    this.replicas = hpa.tick(this.now, [value], { spec: before, status: before, ready: before });
    if (this.replicas > before) {
      await this.told(`HPA: ${value} jobs at ${this.manifests.metadata.jobsPerReplica} per replica ask for ${this.replicas}: ${before} → ${this.replicas}`);
    } else if (this.replicas < before) {
      await this.told(`HPA: fewer jobs for a while: ${before} → ${this.replicas}, with ${this.manifests.grace} s to finish`);
    }
    if (this.now >= PLOT.burst.at && this.now < PLOT.burst.at + PLOT.hpa.period) { // the first sync that sees the burst
      const expected = Math.min(this.manifests.maxReplicaCount, Math.ceil(JOBS / this.manifests.metadata.jobsPerReplica));
      this.check(`${JOBS} jobs take the HPA from 2 to ${expected} in one step`, before === 2 && this.replicas === expected, `${before} → ${this.replicas}`);
    }
    this.at(this.now + PLOT.hpa.period, () => this.sync(hpa));
  }

  private async ask(): Promise<{ readonly target: number; readonly value: number; readonly active: boolean }> {
    try {
      return await this.client.poll(this.ref);
    } catch (error) {
      throw new Error(`the scaler did not answer KEDA's calls (${(error as Error).message}); what it printed is above, if it ended`);
    }
  }

  /** Waits, in real time, until the scaler reports what the queue holds: the story's clock is faster than its reading is old. */
  private async noticed(expected: number): Promise<number> {
    let value = NaN;
    const reported = async () => (value = (await this.ask()).value) === expected;
    await this.until(reported, NOTICED_WITHIN_MS, () => `the scaler to report ${expected} jobs, as the queue has them; it reports ${value}`);
    return value;
  }

  private async until(condition: () => boolean | Promise<boolean>, withinMs: number, what: () => string): Promise<void> {
    const began = performance.now();
    while (!await condition()) {
      this.signal.throwIfAborted();
      if (performance.now() - began > withinMs) {
        throw new Error(`waited ${withinMs / 1000} s for ${what()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private async told(text: string): Promise<void> {
    const depth: Depth = await this.jobs.depth();
    await this.timeline.event(this.now, text, depth, this.replicas);
  }

  private check(what: string, passed: boolean, got: string): void {
    this.checks.push({ what, passed, got });
  }

  /** Puts something on the agenda, after what is there for the same time. */
  private at(time: number, run: () => Promise<void>): void {
    const index = this.agenda.findIndex(({ at }) => at > time);
    this.agenda.splice(index === -1 ? this.agenda.length : index, 0, { at: time, run });
  }
}
