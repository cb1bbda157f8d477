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
    const signalled = firstOf('SIGTERM', 'SIGINT'); // one that comes while it starts ends it when it has started
    const scaler = await startScaler(settings, jsonLog);
    void signalled.then(async (signal) => {
      jsonLog('info', 'stopping', { signal });
      await scaler.stop();
      process.exit(0);
    });
  } catch (error) {
    jsonLog('error', 'cannot start', { problem: (error as Error).message });
    process.exit(1);
  }
}

/** Resolves with the first of the signals. */
function firstOf(...signals: readonly NodeJS.Signals[]): Promise<NodeJS.Signals> {
  return new Promise((resolve) => signals.forEach((signal) => process.once(signal, resolve)));
}
