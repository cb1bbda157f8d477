import { status } from '@grpc/grpc-js';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Queue } from './queue';
import { sourceMetrics } from './source-metrics';
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

  public constructor(private readonly subjects: MetricSubjects) {
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
        this.set(subjects.openStreams());
      },
    });
  }

  /** A call was answered. */
  public called(method: string, code: status, seconds: number): void {
    this.calls.observe({ method, code: status[code] }, seconds);
  }

  /** Everything, in the text format. */
  public async text(): Promise<string> {
    return `${await this.registry.metrics()}\n${await sourceMetrics(this.subjects.queues())}`;
  }

  public get contentType(): string {
    return this.registry.contentType;
  }
}
