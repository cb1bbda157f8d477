import { readFileSync } from 'node:fs';
import { chartsOf, endOf, KIND_COLORS, round, tickInterval } from './charts';
import { Milestone, milestonesOf } from './milestones';
import { RecordedEvent, Recording } from '../run/recording';
import { Summary } from '../run/summary';
import { counted, duration } from '../run/summary-text';

/** The charts: id, title and what is to be seen. */
const CHARTS: readonly (readonly [string, string, string])[] = [
  ['jobs', 'Jobs', 'waiting for a worker, and being worked on'],
  ['replicas', 'Replicas', 'what KEDA and the HPA asked for, and workers that were ready'],
  ['pods', 'Worker pods', 'by what they were doing: waiting for a machine, pulling and loading, ready, finishing their last jobs'],
  ['nodes', 'Machines', 'that Karpenter had bought, by type'],
  ['spend', 'Spend', 'since the first job, at list prices of us-east-1'],
  ['events', 'Events', 'hover over a mark to read it; all are listed below'],
];

const STYLE = `
  body { font: 15px/1.45 system-ui, sans-serif; color: #1f2933; background: #fff; max-width: 1180px; margin: 28px auto; padding: 0 24px; }
  h1 { font-size: 22px; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 16px; margin: 24px 0 0; }
  p { margin: 2px 0 4px; color: #52606d; } small { color: #616e7c; }
  .figures { display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; margin: 20px 0 14px; }
  .figure { border: 1px solid #e4e7eb; border-radius: 8px; padding: 12px 14px; } .figure b { display: block; font-size: 24px; line-height: 1.25; }
  .figure span, .figure small { display: block; } .chart { height: 205px; } .chart.events { height: 190px; }
  ol.milestones { columns: 2; margin: 0; padding-left: 22px; font-size: 13.5px; } ol.milestones b { display: inline-block; min-width: 52px; font-weight: 600; }
  table { border-collapse: collapse; width: 100%; font-size: 13px; } td { padding: 2px 10px 2px 0; vertical-align: top; border-bottom: 1px solid #f0f2f4; }
  td.time { white-space: nowrap; color: #52606d; width: 60px; } td { overflow-wrap: anywhere; } td.time, ol.milestones b { font-variant-numeric: tabular-nums; }
  @media print { body { margin: 0; padding: 0; max-width: none; } section, .figures { break-inside: avoid; } }`;

/** Draws the charts in the browser; `data` is in the page. */
const SCRIPT = `
const clock = (seconds) => Math.floor(seconds / 60) + ':' + String(Math.floor(seconds % 60)).padStart(2, '0');
const marks = (numbered) => ({
  silent: true, symbol: 'none', animation: false, lineStyle: { color: '#9aa5b1', type: 'dashed', width: 1 },
  label: { show: numbered, formatter: ({ name }) => name, color: '#52606d', fontSize: 11, distance: 3 },
  data: data.milestones.map((time, index) => ({ xAxis: time, name: String(index + 1) })),
});
const all = Object.entries(data.charts).map(([id, series]) => {
  const chart = echarts.init(document.getElementById(id), undefined, { renderer: 'svg' });
  const events = id === 'events', spend = id === 'spend';
  chart.setOption({
    animation: false,
    grid: { left: 70, right: 150, top: 20, bottom: 26 },
    tooltip: events ? { trigger: 'item', formatter: ({ value }) => clock(value[0]) + ' ' + echarts.format.encodeHTML(value[2]) } : { trigger: 'axis' },
    axisPointer: { label: { formatter: ({ value }) => typeof value === 'number' ? clock(value) : value } },
    dataZoom: [{ type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift', moveOnMouseWheel: false }],
    xAxis: { type: 'value', min: 0, max: data.end, interval: data.interval, axisLabel: { formatter: clock, hideOverlap: true }, splitLine: { show: false } },
    yAxis: events ? { type: 'category', data: data.kinds, axisTick: { show: false } }
      : { type: 'value', minInterval: spend ? 0 : 1, axisLabel: { formatter: spend ? '\${value}' : '{value}' } },
    series: series.map(({ name, color, stack, points }, index) => ({
      name, data: points, markLine: index === 0 ? marks(true) : undefined,
      ...(events
        ? { type: 'scatter', symbolSize: 9, itemStyle: { opacity: 0.85, color: ({ value }) => data.colors[value[1]] } }
        : { type: 'line', step: spend ? false : 'end', symbol: 'none', color, stack: stack ? id : undefined, areaStyle: stack ? { opacity: 0.55 } : undefined,
          lineStyle: { width: stack ? 0 : 2 } }),
    })),
    legend: { show: !events, orient: 'vertical', right: 0, top: 20, icon: 'roundRect', itemWidth: 14, itemHeight: 10 },
  });
  return chart;
});
echarts.connect(all);
window.addEventListener('resize', () => all.forEach((chart) => chart.resize()));
window.addEventListener('beforeprint', () => all.forEach((chart) => chart.resize({ width: 980 })));
window.addEventListener('afterprint', () => all.forEach((chart) => chart.resize({ width: 'auto' })));`;

/** Renders a rehearsal as one HTML page that needs nothing else: the plotting library is put inline. */
export function renderReport(recording: Recording, summary: Summary): string {
  const library = readFileSync(require.resolve('echarts/dist/echarts.min.js'), 'utf8');
  const milestones = milestonesOf(recording, summary);
  const figures = headline(summary).map(([value, name, more]) => `<div class="figure"><b>${escape(value)}</b><span>${escape(name)}</span><small>${escape(more)}</small></div>`);
  const sections = CHARTS.map(([id, title, text]) => `<section><h2>${title}</h2><p>${text}</p><div class="chart ${id}" id="${id}"></div></section>`);
  const versions = Object.entries(recording.versions).filter(([part]) => part !== 'kwok').map(([part, version]) => `${part} ${version}`).join(', ');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal: ${escape(recording.title)}</title>
<style>${STYLE}
</style>
<h1>Rehearsal of ${escape(recording.title)}</h1>
<p>Real: ${escape(versions)}, Redis and the scaler. Played: machines and workers.${recording.speed === 1 ? ''
  : ` Every duration was divided by ${recording.speed}; times here are those of the story.`}</p>
<div class="figures">
${figures.join('\n')}
</div>
${milestoneList(milestones)}
${sections.join('\n')}
${list('What was exchanged', recording.exchanges)}
${list(`What speed ${recording.speed} distorts`, recording.distortions)}
<h2>Everything that happened</h2>
<table>${eventRows(recording.events)}</table>
<script>${library}</script>
<script>
const data = ${pageData(recording, milestones)};${SCRIPT}
</script>
</html>
`;
}

/** The figures that come first: value, name, and what else belongs to it. */
function headline(summary: Summary): readonly (readonly [string, string, string])[] {
  const hours = Object.entries(summary.nodeHours).map(([type, value]) => `${value.toFixed(2)} h ${type}`).join(', ');
  return [
    [`${summary.jobsDone} of ${summary.jobs}`, 'jobs done', `${summary.jobsKilled} killed, ${summary.jobsRetried} done again`],
    [duration(summary.waitP50), 'a job waited (median)', `p95 ${duration(summary.waitP95)}, p99 ${duration(summary.waitP99)}`],
    [duration(summary.firstReady), 'to the first ready worker',
      `${counted(summary.neededReplicas, 'replica')} needed, asked for after ${duration(summary.timeToNeededReplicas)}`],
    [`$${summary.dollars.toFixed(2)}`, `in ${duration(summary.duration)}`, hours || 'no machine'],
    [summary.gpuHours.toFixed(2), 'GPU-hours', `${summary.idleGpuHours.toFixed(2)} without a job; ${counted(summary.nodesAtEnd, 'machine')} left at the end`],
  ];
}

function pageData(recording: Recording, milestones: readonly Milestone[]): string {
  const end = endOf(recording);
  const data = {
    end: round(end),
    interval: tickInterval(end),
    kinds: Object.keys(KIND_COLORS),
    colors: KIND_COLORS,
    milestones: milestones.map(({ time }) => round(time)),
    charts: chartsOf(recording),
  };
  return JSON.stringify(data).replace(/</g, '\\u003c');
}

function milestoneList(milestones: readonly Milestone[]): string {
  const items = milestones.map(({ time, text }) => `<li><b>${clock(time)}</b> ${escape(text)}</li>`).join('');
  return items === '' ? '' : `<ol class="milestones">${items}</ol>\n<p><small>The numbers are in the charts. Ctrl and the mouse wheel zoom all of them, Shift moves.</small></p>`;
}

/** A line for each event; what happened several times in one second is one line. */
function eventRows(events: readonly RecordedEvent[]): string {
  const rows = new Map<string, { readonly time: string; readonly text: string; times: number }>();
  for (const { time, text } of [...events].sort((a, b) => a.time - b.time)) {
    const row = rows.get(`${clock(time)} ${text}`) ?? { time: clock(time), text, times: 0 };
    row.times++;
    rows.set(`${row.time} ${text}`, row);
  }
  return [...rows.values()].map(({ time, text, times }) => `<tr><td class="time">${time}</td><td>${times > 1 ? `${times} × ` : ''}${escape(text)}</td></tr>`).join('');
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<h2>${escape(title)}</h2>\n<table>${lines.map((line) => `<tr><td>${escape(line)}</td></tr>`).join('')}</table>`;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
