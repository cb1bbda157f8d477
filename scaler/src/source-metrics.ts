import { setImmediate as turn } from 'node:timers/promises';
import { Latest, Queue } from './queue';
import { SCALER_METRICS } from '../../lib/contract';

/** How many sources are written in one go. A fleet has ten thousand, and calls are to be answered meanwhile. */
const AT_ONCE = 500;

/** What is told of one source. */
interface SourceTotals {
  latest?: Latest;
  succeeded: number;
  failed: number;
  seconds: number;
}

/** One metric with a series or two for each source. */
interface SourceMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  /** Further labels and the value of each series; none without a value. */
  readonly series: (totals: SourceTotals, now: number) => ReadonlyArray<readonly [labels: string, value: number | undefined]>;
}

const METRICS: readonly SourceMetric[] = [
  {
    name: SCALER_METRICS.jobs,
    type: 'gauge',
    help: 'Jobs at the last successful reading of a source.',
    series: ({ latest }) => [[',state="waiting"', latest?.reading.waiting], [',state="in_flight"', latest?.reading.inFlight]],
  },
  {
    name: SCALER_METRICS.readingAge,
    type: 'gauge',
    help: 'Age of the last successful reading of a source.',
    series: ({ latest }, now) => [['', latest && (now - latest.at) / 1000]],
  },
  {
    name: SCALER_METRICS.reads,
    type: 'counter',
    help: 'Readings of a source, by result.',
    series: ({ succeeded, failed }) => [[',result="success"', succeeded], [',result="error"', failed]],
  },
  {
    name: SCALER_METRICS.readSeconds,
    type: 'counter',
    help: 'Time spent on readings of a source.',
    series: ({ seconds }) => [['', seconds]],
  },
];

/**
 * The metrics of all sources in the text format, written a part at a time: a registry of gauges and counters holds the process up for a second with
 * ten thousand sources.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export async function sourceMetrics(queues: Iterable<Queue>): Promise<string> {
  const now = performance.now();
  const sources = [...totalsOf(queues)];
  const texts = METRICS.map(({ name, help, type }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
  for (let first = 0; first < sources.length; first += AT_ONCE) {
    for (const [source, totals] of sources.slice(first, first + AT_ONCE)) {
      const label = `source="${escaped(source)}"`;
      METRICS.forEach(({ name, series }, index) => {
        for (const [labels, value] of series(totals, now)) {
          texts[index] += value === undefined ? '' : `${name}{${label}${labels}} ${value}\n`;
        }
      });
    }
    await turn();
  }
  return texts.join('\n');
}

/** By the names of the sources. Several queues may have one: they are read by different rules, or their names differ where they are cut off. */
function totalsOf(queues: Iterable<Queue>): ReadonlyMap<string, SourceTotals> {
  const sources = new Map<string, SourceTotals>();
  for (const { description, latest, reads } of queues) {
    const { succeeded, failed, seconds, latest: other } = sources.get(description) ?? { succeeded: 0, failed: 0, seconds: 0 };
    sources.set(description, {
      latest: latest ?? other,
      succeeded: succeeded + reads.succeeded,
      failed: failed + reads.failed,
      seconds: seconds + reads.seconds,
    });
  }
  return sources;
}

function escaped(label: string): string {
  return label.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
