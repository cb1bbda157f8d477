import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ChannelCredentials } from '@grpc/grpc-js';
import { ExternalScalerClient } from '../../conformance/src/keda/external-scaler-client';
import { Stream } from '../../conformance/src/keda/stream';
import { RedisConnectionConfig, renderTriggerMetadata, ScalerConfig, SourceMetadata, TriggerMetadata } from '../../lib/contract';
import { GetMetricSpecResponse, GetMetricsResponse, IsActiveResponse, ScaledObjectRef } from '../src/external-scaler-proto';
import { Log } from '../src/log';
import { Scaler, SCALER_TIMES, ScalerTimes, startScaler } from '../src/scaler';
import { Settings } from '../src/settings';

export { timed } from '../../conformance/src/keda/timed';

export const METRIC = 'jobs-outstanding';

export const silent: Log = () => undefined;

/** A scaler in this process, on free loopback ports. It answers with what a source says now, so that tests see an outage at once. */
export function start(
  config: ScalerConfig = { connections: {} }, settings: Partial<Settings> = {}, times: Partial<ScalerTimes> = {}, log: Log = silent,
): Promise<Scaler> {
  return startScaler({ grpcAddress: '127.0.0.1:0', healthAddress: '127.0.0.1:0', config, ...settings }, log,
    { ...SCALER_TIMES, lastGoodMs: 0, ...times });
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

/** KEDA, calling a scaler on loopback. */
export class Keda {
  private readonly client: ExternalScalerClient;

  public constructor(port: number, channel?: ChannelCredentials) {
    this.client = new ExternalScalerClient(`127.0.0.1:${port}`, { channel });
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

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The file of a Secret. */
export function secretFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'secret-')), 'value');
  writeFileSync(path, text);
  return path;
}
