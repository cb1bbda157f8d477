import { Command } from 'commander';
import { check } from './check';
import { read } from './read';
import { serve } from './serve';
import { SCALER_RUNTIME, SOURCE_TYPES } from '../../../lib/contract';
import { jsonLog } from '../log';
import { readSettings } from '../settings';

const { env, grpcPort, healthPort, otel } = SCALER_RUNTIME;

const SETTINGS = `
All settings are environment variables:
  ${env.grpcAddress}     where KEDA calls, host:port; port 0 takes a free one (default 0.0.0.0:${grpcPort})
  ${env.healthAddress}   /healthz, /livez, /readyz and /metrics over HTTP (default 0.0.0.0:${healthPort})
  ${env.configFile}      connections, as the ExternalScaler construct writes them
                   (default ${SCALER_RUNTIME.configFile}; without it there are only embedded queues)
  ${env.tlsDirectory}    tls.crt, tls.key and ca.crt: mutual TLS with KEDA
                   (default ${SCALER_RUNTIME.tlsDirectory} if it exists, else plain text)
  ${env.targetsFile}     JSON {"namespace/name": jobsPerReplica} that replaces targets while the scaler runs (default: none)

Traces are sent by OTLP over HTTP where an endpoint is set, with OpenTelemetry's own variables, among them:
  ${otel.endpoint}   base URL, for example http://collector.observability:4318 (default: no traces)
  ${otel.headers}    name=value,name=value, percent-encoded, of each request (default: none)
  ${otel.sampler}           parentbased_traceidratio and others (default parentbased_always_on: all traces)
  ${otel.samplerArgument}       the share of traces, from 0 to 1 (default 1)
  ${otel.serviceName}             (default gpu-scaler)
  ${otel.resourceAttributes}      name=value,name=value (default: none)`;

const SERVE = `${SETTINGS}

Sources: ${SOURCE_TYPES.join(', ')}.
Probes that speak gRPC find grpc.health.v1 at ${env.grpcAddress}.
Without connections, embedded queues can be tried out on ${env.healthAddress}:

  curl -X POST 'localhost:${healthPort}/queues/trial/add?count=47'
  curl 'localhost:${healthPort}/queues/trial'                     # {"waiting":47,"inFlight":0}
  curl -X POST 'localhost:${healthPort}/queues/trial/take?count=5'    # then /finish?count=5

One line of JSON is logged for each event. SIGTERM ends streams with OK, lets calls finish, and exits with 0.`;

const READ = `
The fields are those of the trigger's metadata that are about the source. In the cluster, where connections and Secrets are:

  kubectl exec deploy/SCALER -- /nodejs/bin/node /app/scaler.cjs read \\
    sourceType=redis-stream connection=jobs stream=inference-jobs group=workers`;

/** The command line of the scaler. */
export const program = new Command('gpu-scaler')
  .description('The KEDA external scaler of cdk8s-gpu-autoscaler: tells KEDA how many jobs are waiting and in flight.')
  .showHelpAfterError('(add --help for what is possible)');

program.command('serve', { isDefault: true })
  .description('answer KEDA (this is what happens without a command)')
  .addHelpText('after', SERVE)
  .action(serve);

program.command('check')
  .description('check the settings, the configuration and the files that it names, and end')
  .addHelpText('after', SETTINGS)
  .action(async () => console.log((await check(readSettings(process.env))).join('\n')));

program.command('read')
  .description('read one source once, as KEDA would have it read, and end')
  .argument('<field...>', 'the source, as KEY=VALUE: sourceType and its fields')
  .addHelpText('after', READ)
  .action(async (fields: string[]) => console.log(await read(readSettings(process.env).config, fields, logToStderr)));

program.command('cache')
  .description("bring models to the node's own disk, and let workers wait for them: another program of the image, see cache --help");

/** The answer is on stdout. */
const logToStderr: typeof jsonLog = (level, message, fields) => console.error(level, message, fields ?? '');
