import { SCALER_METRICS } from '../contract';

const { calls, jobs, openStreams, reads, readingAge, readSeconds } = SCALER_METRICS;

/** One line of a panel. */
interface Target {
  readonly expr: string;
  readonly legendFormat: string;
}

/** A panel before it has its place. */
interface Panel {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly targets: readonly Target[];
}

/** Half of Grafana's 24 columns, and a height that shows a curve. */
const SIZE = { w: 12, h: 8 };

/**
 * The Grafana dashboard of a scaler: what waits and runs, whether it can be read, and how quickly KEDA is answered.
 *
 * @param title of the dashboard
 * @param scaler matchers of the scaler's series
 */
export function dashboard(title: string, scaler: string): object {
  return {
    title,
    tags: ['keda', 'gpu'],
    timezone: 'browser',
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' }] },
    panels: panels(scaler).map(placed),
  };
}

/** The panels, from the question that users ask first. */
export function panels(scaler: string): Panel[] {
  return [
    {
      title: 'Jobs waiting',
      description: 'Jobs that no worker has taken.',
      unit: 'short',
      targets: [{ expr: `max by (source) (${jobs}{${scaler},state="waiting"})`, legendFormat: '{{source}}' }],
    },
    {
      title: 'Jobs in flight',
      description: 'Jobs that a worker has taken and not finished.',
      unit: 'short',
      targets: [{ expr: `max by (source) (${jobs}{${scaler},state="in_flight"})`, legendFormat: '{{source}}' }],
    },
    {
      title: 'Failed readings',
      description: 'Share of the readings of each source that failed. KEDA holds the replicas meanwhile.',
      unit: 'percentunit',
      targets: [{
        expr: `sum by (source) (rate(${reads}{${scaler},result="error"}[$__rate_interval])) / sum by (source) (rate(${reads}{${scaler}}[$__rate_interval]))`,
        legendFormat: '{{source}}',
      }],
    },
    {
      title: 'Age of the last reading',
      description: 'How old the newest number of each source is.',
      unit: 's',
      targets: [{ expr: `min by (source) (${readingAge}{${scaler}})`, legendFormat: '{{source}}' }],
    },
    {
      title: 'Time of a reading',
      description: 'Mean time that a source takes to answer.',
      unit: 's',
      targets: [{
        expr: `sum by (source) (rate(${readSeconds}{${scaler}}[$__rate_interval])) / sum by (source) (rate(${reads}{${scaler}}[$__rate_interval]))`,
        legendFormat: '{{source}}',
      }],
    },
    {
      title: "KEDA's calls",
      description: 'Calls a second, by method and gRPC status.',
      unit: 'reqps',
      targets: [{ expr: `sum by (method, code) (rate(${calls}_count{${scaler}}[$__rate_interval]))`, legendFormat: '{{method}} {{code}}' }],
    },
    {
      title: "Time of KEDA's calls",
      description: 'Median and 99th percentile.',
      unit: 's',
      targets: [0.5, 0.99].map((quantile) => ({
        expr: `histogram_quantile(${quantile}, sum by (le) (rate(${calls}_bucket{${scaler}}[$__rate_interval])))`, legendFormat: `p${quantile * 100}`,
      })),
    },
    {
      title: 'Open streams',
      description: 'Streams that KEDA has open, by pod.',
      unit: 'short',
      targets: [{ expr: `sum by (pod) (${openStreams}{${scaler}})`, legendFormat: '{{pod}}' }],
    },
  ];
}

function placed({ title, description, unit, targets }: Panel, index: number): object {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    description,
    gridPos: { ...SIZE, x: (index % 2) * SIZE.w, y: Math.floor(index / 2) * SIZE.h },
    datasource: { type: 'prometheus', uid: '${datasource}' },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: targets.map((target, position) => ({ ...target, refId: String.fromCharCode('A'.charCodeAt(0) + position) })),
  };
}
