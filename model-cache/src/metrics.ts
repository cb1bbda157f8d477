import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { ModelProgress, Progress } from './progress';
import { MODEL_CACHE_METRICS, MODEL_STAGES } from '../../lib/contract/model-cache';

/**
 * What the agent tells Prometheus, taken from its progress when asked.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export class Metrics {
  private readonly registry = new Registry();

  public constructor(private readonly progress: Progress) {
    collectDefaultMetrics({ register: this.registry });
    this.gauge(MODEL_CACHE_METRICS.ready, '1 while a model is ready.', ['model'], (gauge, { name, stage }) => gauge.set({ model: name }, stage === 'ready' ? 1 : 0));
    this.gauge(MODEL_CACHE_METRICS.stage, '1 for the stage that a model is in.', ['model', 'stage'], (gauge, model) =>
      MODEL_STAGES.forEach((stage) => gauge.set({ model: model.name, stage }, model.stage === stage ? 1 : 0)));
    this.gauge(MODEL_CACHE_METRICS.size, 'Size of a model.', ['model'], (gauge, { name, size }) => size !== undefined && gauge.set({ model: name }, size));
    this.counter(MODEL_CACHE_METRICS.fetched, 'Bytes that came over the network.', ['model'], (counter, { name, counts }) => counter.inc({ model: name }, counts.fetched));
    this.counter(MODEL_CACHE_METRICS.stageSeconds, 'Time that a model spent in a stage.', ['model', 'stage'], (counter, { name, seconds }) =>
      seconds.forEach((value, stage) => counter.inc({ model: name, stage }, value)));
    this.counter(MODEL_CACHE_METRICS.failures, 'Problems, by the stage they stopped.', ['model', 'stage'], (counter, { name, counts }) =>
      counts.failures.forEach((value, stage) => counter.inc({ model: name, stage }, value)));
    const registers = [this.registry];
    new Counter({
      name: MODEL_CACHE_METRICS.evictions,
      help: 'Versions that were removed for lack of space.',
      registers,
      collect() {
        this.reset();
        this.inc(progress.evictions);
      },
    });
    for (const [name, help, key] of [[MODEL_CACHE_METRICS.budget, 'Bytes that the models may take.', 'budget'], [MODEL_CACHE_METRICS.used, 'Bytes that they take.', 'used']] as const) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(progress.usage?.[key] ?? NaN); // not known is no zero
        },
      });
    }
  }

  /** Everything, in the text format. */
  public text(): Promise<string> {
    return this.registry.metrics();
  }

  public get contentType(): string {
    return this.registry.contentType;
  }

  private gauge<T extends string>(name: string, help: string, labelNames: T[], tell: (gauge: Gauge<T>, model: ModelProgress) => void): void {
    const { progress } = this;
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        progress.all.forEach((model) => tell(this, model));
      },
    });
  }

  private counter<T extends string>(name: string, help: string, labelNames: T[], tell: (counter: Counter<T>, model: ModelProgress) => void): void {
    const { progress } = this;
    new Counter({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        progress.all.forEach((model) => tell(this, model));
      },
    });
  }
}
