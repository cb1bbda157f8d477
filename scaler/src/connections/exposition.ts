/** A sample as it was exported. */
export interface ExportedSample {
  readonly labels: { readonly [name: string]: string };
  /** The number as a text: not every sample need be read. */
  readonly value: string;
}

/** What was exported, by the names of the metrics. */
export type Exported = ReadonlyMap<string, readonly ExportedSample[]>;

/** What follows a sample's name: its labels and its value. A time after it is not read. */
const SAMPLE = /^(?:\{(.*)\})?[ \t]+(\S+)/;

const LABEL = /([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/g;

const ESCAPED: { readonly [escape: string]: string } = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/**
 * The samples of some metrics in Prometheus' text format, found in one go: a pod may export a megabyte of others.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function samplesOf(metrics: ReadonlySet<string>, exposition: string): Exported {
  const exported = new Map<string, ExportedSample[]>();
  const name = /[\w:]+/y;
  for (let start = 0, end; start < exposition.length; start = end + 1) {
    end = exposition.indexOf('\n', start);
    end = end === -1 ? exposition.length : end;
    name.lastIndex = start;
    const [metric] = name.exec(exposition) ?? [];
    if (metric === undefined || !metrics.has(metric)) {
      continue;
    }
    const [, labels = '', value] = SAMPLE.exec(exposition.slice(start + metric.length, end)) ?? [];
    if (value !== undefined) {
      const samples = exported.get(metric) ?? [];
      samples.push({ labels: labelsIn(labels), value });
      exported.set(metric, samples);
    }
  }
  return exported;
}

function labelsIn(text: string): ExportedSample['labels'] {
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, label, content]) => [label, unescaped(content)]));
}

function unescaped(text: string): string {
  return text.replace(/\\./g, (escape) => ESCAPED[escape] ?? escape);
}
