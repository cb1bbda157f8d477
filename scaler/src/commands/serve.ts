import { SCALER_RUNTIME } from '../../../lib/contract';
import { logLibraries } from '../library-log';
import { jsonLog } from '../log';
import { startScaler } from '../scaler';
import { readSettings } from '../settings';

/** Serves until SIGTERM or SIGINT. A problem is a line of the log, as everything else that a pod says, and the exit code 1. */
export async function serve(): Promise<void> {
  logLibraries(jsonLog);
  try {
    const settings = readSettings(process.env);
    if (Object.keys(settings.config.connections).length === 0) {
      jsonLog('info', 'no connections: only embedded queues, which are for trying things out', { setting: SCALER_RUNTIME.env.configFile });
    }
    const scaler = await startScaler(settings, jsonLog);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        jsonLog('info', 'stopping', { signal });
        void scaler.stop().then(() => process.exit(0));
      });
    }
  } catch (error) {
    jsonLog('error', 'cannot start', { problem: (error as Error).message });
    process.exit(1);
  }
}
