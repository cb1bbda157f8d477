import { AddressInfo } from 'node:net';
import { Server as GrpcServer } from '@grpc/grpc-js';
import { serverCredentials } from './credentials';
import { EXTERNAL_SCALER_SERVICE } from './external-scaler-proto';
import { GrpcHealth, HEALTH_SERVICE } from './grpc-health';
import { reflection, REFLECTION_SERVICE } from './grpc-reflection';
import { healthServer } from './health-server';
import { Log } from './log';
import { Metrics } from './metrics';
import { QUEUE_TIMES, QueueTimes } from './queue';
import { Queues } from './queues';
import { externalScalerService } from './service';
import { hostAndPort, Settings } from './settings';
import { SourceRegistry } from './sources/registry';
import { OpenStreams, STREAM_TIMES, StreamTimes } from './streams';
import { TargetOverrides } from './target-overrides';
import type { Tracing } from './tracing';
import { Triggers } from './triggers';
import { WatchedFile } from './watched-file';
import { parseScalerConfig } from '../../lib/contract';

/** How long calls that are under way may take at the end. */
const DRAIN_MS = 3000;

/** How the scaler behaves over time. */
export type ScalerTimes = StreamTimes & QueueTimes;

export const SCALER_TIMES: ScalerTimes = { ...STREAM_TIMES, ...QUEUE_TIMES };

/** A running scaler. */
export interface Scaler {
  readonly grpcPort: number;
  readonly healthPort: number;
  /** Streams that KEDA has open. */
  readonly openStreams: () => number;
  /** Is no longer ready, ends all streams with OK, lets calls finish, and ends. */
  stop(): Promise<void>;
}

/**
 * Starts the scaler and returns when it listens.
 *
 * @throws Error if an address is taken or a certificate is missing
 */
export async function startScaler(settings: Settings, log: Log, times: ScalerTimes = SCALER_TIMES): Promise<Scaler> {
  const config = settings.configFile === undefined ? undefined
    : new WatchedFile({ file: settings.configFile, what: 'configuration', parse: parseScalerConfig, log });
  // What the watched file held, which may be newer than the settings: only what comes after it is a change.
  let sources = new SourceRegistry(config?.value ?? settings.config, log);
  const overrides = new TargetOverrides(settings.targetsFile, log);
  const queues = new Queues(sources, times);
  const triggers = new Triggers(queues, overrides);
  config?.watch(() => {
    const before = sources;
    sources = new SourceRegistry(config.value, log);
    queues.readFrom(sources);
    before.close();
  });
  const tracing = settings.tracing === undefined ? undefined : startTracing(log);
  const streams = new OpenStreams();
  const metrics = new Metrics({ queues: () => queues.all(), openStreams: () => streams.count });
  const grpc = new GrpcServer({
    // KEDA keeps all streams and calls of a cluster on one connection, so their number is not limited; it sends no pings itself. Node reads no
    // further on a connection whose client has broken the protocol and so keeps it, with all that is open on it: only a ping finds it, soon.
    'grpc.keepalive_time_ms': 5000,
    'grpc.keepalive_timeout_ms': 5000,
    // A connection that ends now and then is how KEDA finds a new pod behind the headless Service. Streams end before the grace does.
    'grpc.max_connection_age_ms': 300_000,
    'grpc.max_connection_age_grace_ms': 2 * times.recycleMs,
    'grpc.enable_channelz': 0, // counts for a service that nobody can reach here, at each call
  });
  let ready = false;
  const grpcHealth = new GrpcHealth();
  grpc.addService(HEALTH_SERVICE, grpcHealth.service);
  const health = healthServer({ ready: () => ready, metrics, queues: () => (sources.memory.enabled ? sources.memory : undefined) });
  grpc.addService(REFLECTION_SERVICE, reflection([EXTERNAL_SCALER_SERVICE, HEALTH_SERVICE]));
  grpc.addService(EXTERNAL_SCALER_SERVICE, externalScalerService({ triggers, overrides, streams, times, metrics, tracing, log }));

  const credentials = serverCredentials(settings.tlsDirectory, log);
  const grpcPort = await new Promise<number>((resolve, reject) => {
    grpc.bindAsync(settings.grpcAddress, credentials, (error, port) => (error === null ? resolve(port) : reject(error)));
  });
  const { host, port } = hostAndPort(settings.healthAddress);
  await new Promise<void>((resolve, reject) => health.once('error', reject).listen(port, host, resolve));
  const healthPort = (health.address() as AddressInfo).port;
  ready = true;
  grpcHealth.begin();
  log('info', 'listening', {
    grpc: settings.grpcAddress.replace(/\d+$/, String(grpcPort)),
    health: settings.healthAddress.replace(/\d+$/, String(healthPort)),
    tls: settings.tlsDirectory !== undefined,
    tracing: tracing !== undefined,
    connections: Object.keys(settings.config.connections),
    embeddedQueues: sources.memory.enabled,
    secondsFromStart: Math.round(performance.now()) / 1000,
  });

  return {
    grpcPort,
    healthPort,
    openStreams: () => streams.count,
    stop: async () => {
      ready = false;
      grpcHealth.end();
      streams.endAll();
      await drained(grpc);
      config?.close();
      sources.close();
      overrides.close();
      health.closeAllConnections();
      await new Promise<void>((resolve) => health.close(() => resolve()));
      await tracing?.close();
      log('info', 'stopped');
    },
  };
}

/** OpenTelemetry is a file of its own in the image, which is loaded only here. */
function startTracing(log: Log): Tracing {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./opentelemetry') as typeof import('./opentelemetry')).startTracing(log);
}

function drained(grpc: GrpcServer): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      grpc.forceShutdown();
      resolve();
    }, DRAIN_MS);
    grpc.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
