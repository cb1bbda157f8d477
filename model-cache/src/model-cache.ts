import { mkdir } from 'node:fs/promises';
import { AddressInfo } from 'node:net';
import { Agent, AGENT_OPTIONS, AgentOptions } from './agent';
import { healthServer } from './health-server';
import { Metrics } from './metrics';
import { Progress } from './progress';
import { Reporter, SILENT_REPORTER } from './reporter';
import { lock } from './store/lock';
import { ModelCacheConfig, parseModelCacheConfig } from '../../lib/contract/model-cache';
import { Log } from '../../scaler/src/log';
import { hostAndPort } from '../../scaler/src/settings';
import { WatchedFile } from '../../scaler/src/watched-file';

/** What the agent is started with. */
export interface ModelCacheSettings {
  readonly configFile: string;
  /** `host:port` of the health server; port 0 takes a free one. */
  readonly healthAddress: string;
  /** Where credentials are. */
  readonly env: { readonly [name: string]: string | undefined };
  /**
   * Whom it tells how far it is, given the configuration as it is whenever it is called.
   *
   * @default - nobody
   */
  readonly reporter?: (config: () => ModelCacheConfig) => Reporter;
}

/** A running agent. */
export interface ModelCache {
  readonly healthPort: number;
  /** Rejects when the agent fails as a whole. */
  readonly ended: Promise<void>;
  /** Ends it; what was fetched stays, and is gone on with. Rejects if the agent has failed. */
  stop(): Promise<void>;
}

/**
 * Starts the agent and returns when it listens.
 *
 * @throws Error if the configuration is wrong or the address is taken
 */
export async function startModelCache(settings: ModelCacheSettings, log: Log, options: AgentOptions = AGENT_OPTIONS): Promise<ModelCache> {
  const { configFile, healthAddress, env } = settings;
  let directory: string | undefined;
  const config = new WatchedFile({
    file: configFile,
    what: 'configuration',
    log,
    parse: (text) => {
      const parsed = parseModelCacheConfig(text);
      directory ??= parsed.directory;
      if (parsed.directory !== directory) {
        throw new Error(`directory: got ${JSON.stringify(parsed.directory)}; it was ${JSON.stringify(directory)} at the start; restart the agent`);
      }
      return parsed;
    },
  });
  const reporter = settings.reporter?.(() => config.value) ?? SILENT_REPORTER;
  const progress = new Progress(reporter, log);
  progress.declare(config.value.models);
  const agent = new Agent({ config: () => config.value, env, reporter, progress, log }, options);
  config.watch(() => agent.changed());

  const health = healthServer(progress, new Metrics(progress), options.stuckMs);
  const { host, port } = hostAndPort(healthAddress);
  await new Promise<void>((resolve, reject) => health.once('error', reject).listen(port, host, resolve));
  const healthPort = (health.address() as AddressInfo).port;
  log('info', 'listening', { health: `${host}:${healthPort}` });

  const stop = new AbortController();
  const ended = (async () => {
    await mkdir(config.value.directory, { recursive: true });
    const lease = await lock(config.value.directory, (times) => {
      progress.moved();
      if (times === 1) {
        log('warn', `another agent works on ${directory}; waiting until it has ended`);
      }
    }, stop.signal);
    try {
      await agent.run(stop.signal);
    } finally {
      await lease.release();
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) {
      throw error;
    }
  });
  ended.catch(() => undefined); // whoever waits for the end hears of it
  return {
    healthPort,
    ended,
    stop: async () => {
      stop.abort();
      config.close();
      health.close();
      health.closeAllConnections();
      await ended.finally(() => reporter.stop());
    },
  };
}
