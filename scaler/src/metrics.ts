import { status } from '@grpc/grpc-js';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Queue } from './queue';
import { SCALER_METRICS } from '../../lib/contract';

/** What the metrics are taken from when Prometheus asks. */
export interface MetricSubjects {
  /** The queues that somebody asked for in the last minutes. */
  readonly queues: () => Iterable<Queue>;
  readonly openStreams: () => number;
}

/** Seconds. KEDA's calls are to be answered within 2. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2];

/**
 * What the scaler tells Prometheus about itself. A source is named as in error messages: its connection, its address, and what is counted there.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly calls: Histogram<'method' | 'code'>;

  public constructor({ queues, openStreams }: MetricSubjects) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.calls = new Histogram({
      name: SCALER_METRICS.calls, help: "KEDA's calls, by method and gRPC status.", labelNames: ['method', 'code'], buckets: BUCKETS, registers,
    });
    new Gauge({
      name: SCALER_METRICS.openStreams,
      help: 'Streams that KEDA has open.',
      registers,
      collect() {
        this.set(openStreams());
      },
    });
    new Gauge({
      name: SCALER_METRICS.jobs,
      help: 'Jobs at the last successful reading of a source.',
      labelNames: ['source', 'state'],
      registers,
      collect() {
        this.reset();
        for (const { description: source, latest } of queues()) {
          if (latest !== undefined) {
            this.set({ source, state: 'waiting' }, latest.reading.waiting);
            if (latest.reading.inFlight !== undefined) {
              this.set({ source, state: 'in_flight' }, latest.reading.inFlight);
            }
          }
        }
      },
    });
    new Gauge({
      name: SCALER_METRICS.readingAge,
      help: 'Age of the last successful reading of a source.',
      labelNames: ['source'],
      registers,
      collect() {
        this.reset();
        for (const { description: source, latest } of queues()) {
          if (latest !== undefined) {
            this.set({ source }, (performance.now() - latest.at) / 1000);
          }
        }
      },
    });
    new Counter({
      name: SCALER_METRICS.reads,
      help: 'Readings of a source, by result.',
      labelNames: ['source', 'result'],
      registers,
      collect() {
        this.reset();
        for (const { description: source, reads } of queues()) {
          this.inc({ source, result: 'success' }, reads.succeeded);
          this.inc({ source, result: 'error' }, reads.failed);
        }
      },
    });
    new Counter({
      name: SCALER_METRICS.readSeconds,
      help: 'Time spent on readings of a source.',
      labelNames: ['source'],
      registers,
      collect() {
        this.reset();
        for (const { description: source, reads } of queues()) {
          this.inc({ source }, reads.seconds);
        }
      },
    });
  }

  /** A call was answered. */
  public called(method: string, code: status, seconds: number): void {
    this.calls.observe({ method, code: status[code] }, seconds);
  }

  /** Everything, in the text format. */
  public text(): Promise<string> {
    return this.registry.metrics();
  }

  public get contentType(): string {
    return this.registry.contentType;
  }
}
