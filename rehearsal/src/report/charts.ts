/** The data of the report's charts: what is drawn, without how. */
import { RecordedEvent, Recording, Sample } from '../run/recording';

/** A line or an area. */
export interface Series {
  readonly name: string;
  readonly color: string;
  /** Whether it is an area on top of the others. */
  readonly stack?: boolean;
  /** Time and value; for events time, kind and text. */
  readonly points: readonly (readonly unknown[])[];
}

const PALETTE = ['#2f6fde', '#12a594', '#e5484d', '#f5a524', '#8e4ec6', '#697177'];

/** Each kind of event has a row of its own, in this order from below. */
export const KIND_COLORS: { readonly [kind in RecordedEvent['kind']]: string } = {
  activation: '#12a594', scale: '#2f6fde', pod: '#697177', node: '#f5a524', preemption: '#8e4ec6', killed: '#e5484d', fault: '#c2298a', end: '#1f2933',
};

/** When the recording ends, in seconds. */
export function endOf(recording: Recording): number {
  return recording.ended ?? recording.samples.at(-1)?.time ?? 0;
}

/** The series of each chart, by the id of its place in the page. */
export function chartsOf({ samples, events, nodes }: Recording): { readonly [id: string]: readonly Series[] } {
  const line = (name: string, color: string, value: (sample: Sample) => number, stack?: boolean): Series =>
    ({ name, color, stack, points: samples.map((sample) => [round(sample.time), orGap(value(sample))]) });
  const types = [...new Set(nodes.map(({ instanceType }) => instanceType))];
  const spent = (time: number) => nodes.reduce((sum, { launched, gone, usdPerHour }) =>
    sum + Math.max(0, Math.min(time, gone ?? time) - launched) / 3600 * usdPerHour, 0);
  return {
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
}

/** Round seconds between two ticks, so that at most eight fit. */
export function tickInterval(end: number): number {
  return [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400].find((interval) => end / interval <= 8) ?? 7 * 86400;
}

/** A tenth of a second is as fine as a chart gets. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A queue that could not be read is a gap, not a number. */
function orGap(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
