import { readFileSync } from 'node:fs';
import { RecordedEvent, Recording } from '../run/recording';
import { Summary } from '../run/summary';
import { duration } from '../run/summary-text';

/** Renders a rehearsal as one HTML page that needs nothing else: the plotting library is put inline. */
export function renderReport(recording: Recording, summary: Summary): string {
  const library = readFileSync(require.resolve('echarts/dist/echarts.min.js'), 'utf8');
  const figures = headline(summary).map(([value, name, more]) => `<div class="figure"><b>${escape(value)}</b><span>${escape(name)}</span><small>${escape(more)}</small></div>`).join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal: ${escape(recording.title)}</title>
<style>
  body { font: 15px/1.45 system-ui, sans-serif; color: #1f2933; background: #fff; max-width: 1180px; margin: 28px auto; padding: 0 24px; }
  h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 28px 0 2px; }
  p { margin: 4px 0 12px; color: #52606d; } small { color: #7b8794; }
  .figures { display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; margin: 20px 0; }
  .figure { border: 1px solid #e4e7eb; border-radius: 8px; padding: 12px 14px; } .figure b { display: block; font-size: 24px; }
  .figure span { display: block; } .chart { height: 210px; } .chart.events { height: 150px; }
  table { border-collapse: collapse; width: 100%; font-size: 13px; } td { padding: 2px 10px 2px 0; vertical-align: top; border-bottom: 1px solid #f0f2f4; }
  td.time { white-space: nowrap; font-variant-numeric: tabular-nums; color: #52606d; width: 60px; } td { overflow-wrap: anywhere; }
  @media print { body { margin: 0; } .chart, .figures { break-inside: avoid; } }
</style>
<h1>Rehearsal of ${escape(recording.title)}</h1>
<p>Real: ${escape(Object.entries(recording.versions).filter(([part]) => part !== 'kwok').map(([part, version]) => `${part} ${version}`).join(', '))}, Redis and the scaler.
Played: machines and workers.${recording.speed === 1 ? '' : ` Every duration was divided by ${recording.speed}; times here are those of the story.`}</p>
<div class="figures">
${figures}
</div>
<h2>Jobs</h2><p>waiting for a worker, and being worked on</p><div class="chart" id="jobs"></div>
<h2>Replicas</h2><p>what KEDA and the HPA asked for, and workers that were ready</p><div class="chart" id="replicas"></div>
<h2>Worker pods</h2><p>by what they were doing: waiting for a machine, pulling and loading, ready, finishing their last job</p><div class="chart" id="pods"></div>
<h2>Machines</h2><p>that Karpenter had bought, by type</p><div class="chart" id="nodes"></div>
<h2>Spend</h2><p>since the first job, at list prices of us-east-1</p><div class="chart" id="spend"></div>
<h2>Events</h2><p>hover over a mark to read it; all are listed below</p><div class="chart events" id="events"></div>
${list('What was exchanged', recording.exchanges)}
${list(`What speed ${recording.speed} distorts`, recording.distortions)}
<h2>Everything that happened</h2>
<table>${[...recording.events].sort((a, b) => a.time - b.time).map(({ time, text }) => `<tr><td class="time">${clock(time)}</td><td>${escape(text)}</td></tr>`).join('')}</table>
<script>${library}</script>
<script>
const data = ${JSON.stringify(charts(recording)).replace(/</g, '\\u003c')};
const clock = (seconds) => Math.floor(seconds / 60) + ':' + String(Math.floor(seconds % 60)).padStart(2, '0');
const all = Object.entries(data.charts).map(([id, series]) => {
  const chart = echarts.init(document.getElementById(id), undefined, { renderer: 'svg' });
  const marks = id === 'events';
  chart.setOption({
    animation: false,
    grid: { left: 84, right: 140, top: 12, bottom: 26, outerBoundsMode: 'none' }, // the same for all, so that times stand below each other
    tooltip: { trigger: marks ? 'item' : 'axis', formatter: marks ? (item) => clock(item.value[0]) + ' ' + item.value[2] : undefined,
      axisPointer: { label: { formatter: ({ value }) => clock(value) } } },
    xAxis: { type: 'value', min: 0, max: data.end, interval: data.interval, axisLabel: { formatter: clock }, splitLine: { show: false } },
    yAxis: marks ? { type: 'category', data: data.kinds } : { type: 'value', minInterval: id === 'spend' ? 0 : 1, axisLabel: { formatter: id === 'spend' ? '\${value}' : '{value}' } },
    series: series.map(({ name, color, stack, points }) => marks
      ? { type: 'scatter', symbolSize: 9, itemStyle: { color: (item) => data.colors[item.value[1]] }, data: points }
      : { type: 'line', name, step: id === 'spend' ? false : 'end', symbol: 'none', color, stack: stack ? id : undefined, areaStyle: stack ? { opacity: 0.55 } : undefined,
        lineStyle: { width: stack ? 1 : 2 }, data: points }),
    legend: { show: !marks, orient: 'vertical', right: 0, top: 'middle', icon: 'roundRect' },
  });
  return chart;
});
echarts.connect(all);
window.addEventListener('resize', () => all.forEach((chart) => chart.resize()));
window.addEventListener('beforeprint', () => all.forEach((chart) => chart.resize({ width: 1000 })));
</script>
</html>
`;
}

/** The figures that come first: value, name, and what else belongs to it. */
function headline(summary: Summary): readonly (readonly [string, string, string])[] {
  return [
    [`${summary.jobsDone} of ${summary.jobs}`, 'jobs done', `${summary.jobsKilled} killed, ${summary.jobsRetried} done again`],
    [duration(summary.waitP50), 'a job waited (median)', `p95 ${duration(summary.waitP95)}, p99 ${duration(summary.waitP99)}`],
    [duration(summary.firstReady), 'to the first ready worker', `${summary.neededReplicas} replicas asked for after ${duration(summary.timeToNeededReplicas)}, ready after ${duration(summary.timeToNeededWorkers)}`],
    [`$${summary.dollars.toFixed(2)}`, `in ${duration(summary.duration)}`, Object.entries(summary.nodeHours).map(([type, hours]) => `${hours.toFixed(2)} h ${type}`).join(', ')],
    [`${summary.gpuHours.toFixed(2)}`, 'GPU-hours', `${summary.idleGpuHours.toFixed(2)} without a job; ${summary.nodesAtEnd} machines left at the end`],
  ];
}

interface Series {
  readonly name: string;
  readonly color: string;
  readonly stack?: boolean;
  readonly points: readonly (readonly unknown[])[];
}

const PALETTE = ['#2f6fde', '#12a594', '#e5484d', '#f5a524', '#8e4ec6', '#697177'];

const KIND_COLORS: { readonly [kind in RecordedEvent['kind']]: string } = {
  activation: '#12a594', scale: '#2f6fde', pod: '#697177', node: '#f5a524', preemption: '#0e7c86', killed: '#e5484d', fault: '#8e4ec6', end: '#1f2933',
};

function charts(recording: Recording): object {
  const { samples, events, nodes } = recording;
  const end = recording.ended ?? samples.at(-1)?.time ?? 0;
  const line = (name: string, color: string, value: (sample: Recording['samples'][number]) => number, stack?: boolean): Series =>
    ({ name, color, stack, points: samples.map((sample) => [round(sample.time), orGap(value(sample))]) });
  const types = [...new Set(nodes.map(({ instanceType }) => instanceType))];
  const spent = (time: number) => nodes.reduce((sum, { launched, gone, usdPerHour }) => sum + Math.max(0, Math.min(time, gone ?? time) - launched) / 3600 * usdPerHour, 0);
  const shown: { readonly [id: string]: readonly Series[] } = {
    jobs: [line('waiting', PALETTE[2], ({ waiting }) => waiting), line('in flight', PALETTE[0], ({ inFlight }) => inFlight)],
    replicas: [line('asked for', PALETTE[0], ({ desired }) => desired), line('ready', PALETTE[1], ({ pods }) => pods.ready)],
    pods: [
      line('ready', PALETTE[1], ({ pods }) => pods.ready, true),
      line('pulling, loading', PALETTE[0], ({ pods }) => pods.starting, true),
      line('no machine yet', PALETTE[2], ({ pods }) => pods.pending, true),
      line('finishing', PALETTE[3], ({ pods }) => pods.terminating, true),
    ],
    nodes: types.map((type, index) => line(type, PALETTE[index % PALETTE.length], (sample) => sample.nodes[type] ?? 0, true)),
    spend: [{ name: 'dollars', color: PALETTE[4], points: samples.map(({ time }) => [round(time), Math.round(spent(time) * 1000) / 1000]) }],
    events: [{ name: 'events', color: PALETTE[5], points: events.map(({ time, kind, text }) => [round(time), kind, text]) }],
  };
  return { end: round(end), interval: tickInterval(end), kinds: Object.keys(KIND_COLORS), colors: KIND_COLORS, charts: shown };
}

/** Whole minutes between two ticks, so that at most eight fit. */
function tickInterval(end: number): number {
  return [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400].find((interval) => end / interval <= 8) ?? 7 * 86400;
}

/** A queue that could not be read is a gap, not a number. */
function orGap(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<h2>${escape(title)}</h2>\n<table>${lines.map((line) => `<tr><td>${escape(line)}</td></tr>`).join('')}</table>`;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
