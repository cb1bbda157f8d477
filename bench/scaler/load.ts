import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetMetricsRequest } from '../../scaler/src/external-scaler-proto';

/** Something that is done again and again. */
export type Call = () => Promise<unknown>;

/** Calls a second, with so many always under way. */
export async function throughput(call: Call, underWay: number, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let calls = 0;
  await Promise.all(Array.from({ length: underWay }, async () => {
    while (performance.now() < until) {
      await call();
      calls++;
    }
  }));
  return calls / seconds;
}

/** How long each call takes, in milliseconds, when so many a second begin whatever became of those before. */
export async function latencies(call: Call, perSecond: number, seconds: number): Promise<number[]> {
  const took: number[] = [];
  const pending: Promise<void>[] = [];
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor((performance.now() - began) / 1000 * perSecond);
    while (pending.length < due) {
      const at = performance.now();
      pending.push(call().then(() => {
        took.push(performance.now() - at);
      }));
    }
    await sleep(1);
  }
  await Promise.all(pending);
  return took;
}

/** The same by the caller in Go, once its connection is warm. */
export async function latenciesByGo(
  program: string, address: string, request: GetMetricsRequest, perSecond: number, seconds: number,
): Promise<number[]> {
  const args = ['-address', address, '-metric', request.metricName, '-rate', String(perSecond), '-duration', `${seconds}s`, '-warm-up', '2s'];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(request.scaledObjectRef!.scalerMetadata));
  return JSON.parse(await text(child.stdout)) as number[];
}

/** The value that a part of all are below, for example 0.99. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
