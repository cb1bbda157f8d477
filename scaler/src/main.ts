import { jsonLog } from './log';
import { startScaler } from './scaler';
import { readSettings } from './settings';
import { SCALER_RUNTIME, SOURCE_TYPES } from '../../lib/contract';

const HELP = `The KEDA external scaler of cdk8s-gpu-autoscaler: tells KEDA how many jobs are waiting and in flight.

Usage: node scaler.cjs        (all settings are environment variables)

  ${SCALER_RUNTIME.env.grpcAddress}     where KEDA calls, host:port; port 0 takes a free one (default 0.0.0.0:${SCALER_RUNTIME.grpcPort})
  ${SCALER_RUNTIME.env.healthAddress}   /livez and /readyz over HTTP (default 0.0.0.0:${SCALER_RUNTIME.healthPort})
  ${SCALER_RUNTIME.env.configFile}      connections, as the ExternalScaler construct writes them
                   (default ${SCALER_RUNTIME.configFile}; without it there are only embedded queues)
  ${SCALER_RUNTIME.env.tlsDirectory}    tls.crt, tls.key and ca.crt: mutual TLS with KEDA
                   (default ${SCALER_RUNTIME.tlsDirectory} if it exists, else plain text)
  ${SCALER_RUNTIME.env.targetsFile}     JSON {"namespace/name": jobsPerReplica} that replaces targets while the scaler runs (default: none)

Sources: ${SOURCE_TYPES.join(', ')}.
Probes that speak gRPC find grpc.health.v1 at ${SCALER_RUNTIME.env.grpcAddress}.
Without connections, embedded queues can be tried out on ${SCALER_RUNTIME.env.healthAddress}:

  curl -X POST 'localhost:${SCALER_RUNTIME.healthPort}/queues/trial/add?count=47'
  curl 'localhost:${SCALER_RUNTIME.healthPort}/queues/trial'                     # {"waiting":47,"inFlight":0}
  curl -X POST 'localhost:${SCALER_RUNTIME.healthPort}/queues/trial/take?count=5'    # then /finish?count=5

One line of JSON is logged for each event. SIGTERM ends streams with OK, lets calls finish, and exits with 0.`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    return;
  }
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
}

main().catch((error: Error) => {
  jsonLog('error', 'cannot start', { problem: error.message });
  process.exitCode = 1;
  process.exit();
});
