import { ChannelCredentials, ClientReadableStream, ServiceError } from '@grpc/grpc-js';
import { RedisConnectionConfig, renderTriggerMetadata, ScalerConfig, SourceMetadata, TriggerMetadata } from '../../lib/contract';
import { ExternalScalerClient } from '../src/external-scaler-client';
import { GetMetricSpecResponse, GetMetricsResponse, IsActiveResponse, ScaledObjectRef } from '../src/external-scaler-proto';
import { Log } from '../src/log';
import { Scaler, startScaler } from '../src/scaler';
import { Settings } from '../src/settings';
import { STREAM_TIMES, StreamTimes } from '../src/streams';

export const METRIC = 'jobs-outstanding';

export const silent: Log = () => undefined;

/** A scaler in this process, on free loopback ports. */
export function start(
  config: ScalerConfig = { connections: {} }, settings: Partial<Settings> = {}, times: Partial<StreamTimes> = {},
): Promise<Scaler> {
  return startScaler({ grpcAddress: '127.0.0.1:0', healthAddress: '127.0.0.1:0', config, ...settings }, silent, { ...STREAM_TIMES, ...times });
}

export function redisConfig(port: number, passwordFile?: string): { readonly connections: { readonly jobs: RedisConnectionConfig } } {
  return { connections: { jobs: { type: 'redis', host: '127.0.0.1', port, database: 0, tls: false, passwordFile } } };
}

/** What KEDA sends for a worker of the library: the metadata that the constructs write. */
export function ref(source: SourceMetadata, metadata: Partial<TriggerMetadata> = {}, name: string = 'worker'): ScaledObjectRef {
  const flat = renderTriggerMetadata({
    kind: 'ScaledObject', triggerId: 'jobs', metricName: METRIC, jobsPerReplica: 5, activationThreshold: 0, source, ...metadata,
  });
  return { name, namespace: 'ml-platform', scalerMetadata: { scalerAddress: 'scaler:6000', ...flat } };
}

export function memory(queue: string = 'trial'): SourceMetadata {
  return { type: 'memory', queue };
}

export function redisStream(stream: string): SourceMetadata {
  return { type: 'redis-stream', connection: 'jobs', stream, group: 'workers' };
}

/** One message of a stream, and when it came. */
export interface Received<T> {
  readonly value: T;
  readonly at: number;
}

/** An open stream and what it has brought. */
export class Stream<T> {
  public readonly received: Received<T>[] = [];
  /** Undefined while open, `OK` after a clean end, else the error. */
  public ended?: 'OK' | ServiceError;
  private readonly listeners = new Set<() => void>();

  public constructor(private readonly call: ClientReadableStream<T>) {
    call.on('data', (value: T) => this.note(() => this.received.push({ value, at: performance.now() })));
    call.on('end', () => this.note(() => this.ended ??= 'OK'));
    call.on('error', (error: ServiceError) => this.note(() => this.ended = error));
  }

  public cancel(): void {
    this.call.cancel();
  }

  /** Waits until as many messages have come. */
  public async count(messages: number, withinMs: number = 3000): Promise<Received<T>> {
    await this.until(() => this.received.length >= messages, withinMs, `${messages} messages`);
    return this.received[messages - 1];
  }

  public async end(withinMs: number = 3000): Promise<'OK' | ServiceError> {
    await this.until(() => this.ended !== undefined, withinMs, 'the end');
    return this.ended!;
  }

  private until(condition: () => boolean, withinMs: number, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (condition()) {
          clearTimeout(timer);
          this.listeners.delete(check);
          resolve();
        }
      };
      const timer = setTimeout(() => {
        this.listeners.delete(check);
        reject(new Error(`expected ${what} within ${withinMs} ms; got ${JSON.stringify(this.received)}, end: ${String(this.ended)}`));
      }, withinMs);
      this.listeners.add(check);
      check();
    });
  }

  private note(change: () => void): void {
    change();
    [...this.listeners].forEach((listener) => listener());
  }
}

/** KEDA, calling a scaler on loopback. */
export class Keda {
  private readonly client: ExternalScalerClient;

  public constructor(port: number, channel?: ChannelCredentials) {
    this.client = new ExternalScalerClient(`127.0.0.1:${port}`, channel);
  }

  public getMetricSpec(scaledObjectRef: ScaledObjectRef): Promise<GetMetricSpecResponse> {
    return this.client.getMetricSpec(scaledObjectRef);
  }

  public getMetrics(scaledObjectRef: ScaledObjectRef, metricName: string = METRIC): Promise<GetMetricsResponse> {
    return this.client.getMetrics({ scaledObjectRef, metricName });
  }

  public isActive(scaledObjectRef: ScaledObjectRef): Promise<IsActiveResponse> {
    return this.client.isActive(scaledObjectRef);
  }

  public poll(scaledObjectRef: ScaledObjectRef): Promise<{ readonly target: number; readonly value: number; readonly active: boolean }> {
    return this.client.poll(scaledObjectRef);
  }

  public streamIsActive(scaledObjectRef: ScaledObjectRef): Stream<IsActiveResponse> {
    return new Stream(this.client.streamIsActive(scaledObjectRef));
  }

  public streamMetricSpec(scaledObjectRef: ScaledObjectRef): Stream<GetMetricSpecResponse> {
    return new Stream(this.client.streamMetricSpec(scaledObjectRef));
  }

  public close(): void {
    this.client.close();
  }
}

/** How long something took, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result?: T; error?: ServiceError; ms: number }> {
  const began = performance.now();
  try {
    return { result: await work(), ms: performance.now() - began };
  } catch (error) {
    return { error: error as ServiceError, ms: performance.now() - began };
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
