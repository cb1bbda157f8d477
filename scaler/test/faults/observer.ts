import { monitorEventLoopDelay } from 'perf_hooks';
import { ServiceError, status } from '@grpc/grpc-js';
import { JOBS } from './broker';
import { Stream } from '../../../conformance/src/keda/stream';
import { IsActiveResponse, ScaledObjectRef } from '../../src/external-scaler-proto';
import { Keda, pause, timed } from '../support';

/** What KEDA has got in a while. */
export interface Observed {
  readonly answers: number;
  /** Answers that are right. */
  readonly right: number;
  /** Answers that there is nothing to do, though there is. */
  readonly falseZeros: number;
  /** Other numbers than that of the jobs. */
  readonly otherNumbers: readonly number[];
  /** UNAVAILABLE, for which KEDA holds the replicas. */
  readonly unavailable: number;
  readonly otherErrors: readonly string[];
  /** How long the slowest answer took, without the longest time for which this process was held up. */
  readonly slowestMs: number;
}

/** KEDA, asking about one object all the time, with a stream open. */
export class Observer {
  public readonly stream: Stream<IsActiveResponse>;
  private readonly errors: ServiceError[] = [];
  private readonly values: number[] = [];
  private slowestMs = 0;
  /** Scaler, KEDA and the network are this process, which a busy machine holds up. */
  private readonly heldUp = monitorEventLoopDelay();
  private ended = false;
  private readonly loop: Promise<void>;

  /** @param everyMs how often it asks, in milliseconds */
  public constructor(private readonly keda: Keda, private readonly object: ScaledObjectRef, private readonly everyMs: number) {
    this.heldUp.enable();
    this.stream = keda.streamIsActive(object);
    this.loop = this.ask();
  }

  /** What came since this was called last. */
  public take(): Observed {
    const [values, errors, slowestMs] = [this.values.splice(0), this.errors.splice(0), this.slowestMs - this.heldUp.max / 1e6];
    this.slowestMs = 0;
    this.heldUp.reset();
    return {
      answers: values.length + errors.length,
      right: values.filter((value) => value === JOBS).length,
      falseZeros: values.filter((value) => value === 0).length,
      otherNumbers: values.filter((value) => value !== JOBS && value !== 0),
      unavailable: errors.filter(({ code }) => code === status.UNAVAILABLE).length,
      otherErrors: errors.filter(({ code }) => code !== status.UNAVAILABLE).map(({ message }) => message),
      slowestMs,
    };
  }

  /**
   * Waits for the right answers.
   *
   * @throws Error with what came instead
   */
  public async right(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    const before = this.values.length;
    while (this.values.length < before + 2) {
      await pause(20);
      if (performance.now() > until) {
        throw new Error(`not right within ${withinMs} ms: ${this.errors.at(-1)?.details ?? 'no answer'}`);
      }
    }
  }

  public async end(): Promise<void> {
    this.ended = true;
    this.stream.cancel();
    await this.loop;
  }

  private async ask(): Promise<void> {
    while (!this.ended) {
      const [metrics, active] = await Promise.all([timed(() => this.keda.getMetrics(this.object)), timed(() => this.keda.isActive(this.object))]);
      for (const { error, ms } of [metrics, active]) {
        this.slowestMs = Math.max(this.slowestMs, ms);
        if (error !== undefined) {
          this.errors.push(error);
        }
      }
      if (metrics.result !== undefined) {
        this.values.push(metrics.result.metricValues[0].metricValueFloat);
      }
      if (active.result !== undefined) {
        this.values.push(active.result.result ? JOBS : 0);
      }
      await pause(this.everyMs);
    }
  }
}
