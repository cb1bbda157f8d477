import { Sample } from '../../connections/prometheus-connection';

/** A sample's name, its labels, and its value. A time after it is not read. */
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?[ \t]+(\S+)/;

const LABEL = /([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/g;

const ESCAPED: { readonly [escape: string]: string } = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/**
 * The samples of one metric in Prometheus' text format.
 *
 * @throws Error if a value is not a finite number
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function samplesIn(exposition: string, metric: string): readonly Sample[] {
  return exposition.split('\n').flatMap((line) => {
    const [, name, labels = '', text] = (line.startsWith(metric) && SAMPLE.exec(line)) || [];
    if (name !== metric) {
      return [];
    }
    const value = Number(text);
    if (!Number.isFinite(value)) {
      throw new Error(`exports ${metric} as ${text}; expected a finite number`);
    }
    return [{ labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, content]) => [label, unescaped(content)])), value }];
  });
}

function unescaped(text: string): string {
  return text.replace(/\\./g, (escape) => ESCAPED[escape] ?? escape);
}
