import { MODEL_CACHE_RUNTIME } from '../../../lib/contract/model-cache';
import { jsonLog } from '../../../scaler/src/log';
import { startModelCache } from '../model-cache';
import { startNodeReporter } from '../node/start-node-reporter';

/** Works until SIGTERM or SIGINT. A problem is a line of the log, as everything else that a pod says, and the exit code 1. */
export async function run(configFile: string): Promise<void> {
  const { env, healthPort } = MODEL_CACHE_RUNTIME;
  try {
    const cache = await startModelCache({
      configFile,
      healthAddress: process.env[env.healthAddress] ?? `0.0.0.0:${healthPort}`,
      env: process.env,
      reporter: (config) => startNodeReporter(config, process.env, jsonLog),
    }, jsonLog);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        jsonLog('info', 'stopping', { signal });
        void cache.stop().then(() => process.exit(0));
      });
    }
    await cache.ended;
  } catch (error) {
    jsonLog('error', 'cannot go on', { problem: (error as Error).message });
    process.exit(1);
  }
}
