import { Summary } from './summary';

/** The summary as lines for a terminal. */
export function summaryText(summary: Summary): string {
  const hours = Object.entries(summary.nodeHours).map(([type, value]) => `${value.toFixed(2)} h ${type}`).join(', ');
  const rows: readonly (readonly [string, string])[] = [
    ['jobs', `${summary.jobsDone} of ${summary.jobs} done, ${summary.jobsKilled} killed, ${summary.jobsRetried} done again`],
    ['wait', `p50 ${duration(summary.waitP50)}, p95 ${duration(summary.waitP95)}, p99 ${duration(summary.waitP99)}`],
    ['start', `first pod after ${duration(summary.firstPod)}, ready after ${duration(summary.firstReady)}`],
    ['replicas', `${summary.neededReplicas} needed, asked for after ${duration(summary.timeToNeededReplicas)}, all ready after ${duration(summary.timeToNeededWorkers)}; at most ${summary.maxReplicas}`],
    ['GPUs', `${summary.gpuHours.toFixed(2)} GPU-hours, ${summary.idleGpuHours.toFixed(2)} of them without a job`],
    ['machines', `${hours || 'none'}; ${summary.nodesAtEnd} left at the end`],
    ['cost', `$${summary.dollars.toFixed(2)} in ${duration(summary.duration)}`],
  ];
  return rows.map(([name, text]) => `  ${name.padEnd(9)} ${text}`).join('\n');
}

/** A duration as people say it. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) {
    return '-';
  }
  if (seconds < 120) {
    return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  }
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole % 3600 / 60), whole % 60];
  return parts[0] > 0 ? `${parts[0]} h ${parts[1]} min` : `${parts[1]} min ${parts[2]} s`;
}

/** A number of things, in words that fit it. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
