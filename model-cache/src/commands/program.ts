import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { run } from './run';
import { status } from './status';
import { refusal } from '../../../lib/contract/contract-error';
import { CachedModelConfig, MODEL_CACHE_LAYOUT, MODEL_CACHE_RUNTIME, modelMarker, parseModelCacheConfig } from '../../../lib/contract/model-cache';
import { waitForModels } from '../wait';

const { configFile, env, healthPort } = MODEL_CACHE_RUNTIME;

/** The exit code of a process that SIGTERM has ended. */
const TERMINATED = 128 + 15;

const RUN = `
Settings that are environment variables:
  ${env.healthAddress}    /livez, /readyz, /models and /metrics over HTTP, host:port (default 0.0.0.0:${healthPort})
  ${env.nodeName}         the node that is reported on
  credentials       as the configuration names them, and as cloud SDKs look for them

One line of JSON is logged for each event, and every 5 s how far a model is. SIGTERM ends it; what was fetched stays, and is gone on with.`;

const WAIT = `
For an init container of a worker. With --lease, and ${env.podUid} from the downward API, the models are not evicted while the pod is on the node:

  gpu-scaler cache wait --marker /models/${MODEL_CACHE_LAYOUT.ready}/llama-0123456789ab --lease /models/${MODEL_CACHE_LAYOUT.inUse}`;

/** The command line of the model cache agent. */
export const program = new Command('gpu-scaler cache')
  .description("Brings models to a node's own disk, and lets workers wait for them.")
  .showHelpAfterError('(add --help for what is possible)');

program.command('run')
  .description('bring the models, and keep them')
  .option('--config <file>', 'as ModelCacheDaemonSet writes it', configFile)
  .addHelpText('after', RUN)
  .action(({ config }: { config: string }) => run(config));

program.command('wait')
  .description('wait until models are ready, and end')
  .option('--marker <file...>', 'their markers')
  .option('--config <file>', 'the configuration that names them')
  .option('--model <name...>', 'models of that configuration')
  .option('--lease <directory>', `says there that the pod ${env.podUid} uses them`)
  .addHelpText('after', WAIT)
  .action((options: WaitArguments) => {
    process.once('SIGTERM', () => process.exit(TERMINATED)); // the first process of a container ends by no signal that it does not handle
    return waitForModels({ markers: markersOf(options), lease: leaseOf(options), say: console.log });
  });

program.command('status')
  .description('say how far the agent of this pod is; ends with 1 unless all models are ready')
  .action(async () => {
    const { text, complete } = await status(process.env[env.healthAddress] ?? `127.0.0.1:${healthPort}`);
    console.log(text);
    process.exitCode = complete ? 0 : 1;
  });

interface WaitArguments {
  readonly marker?: readonly string[];
  readonly config?: string;
  readonly model?: readonly string[];
  readonly lease?: string;
}

function markersOf({ marker = [], config, model = [] }: WaitArguments): string[] {
  if (marker.length + model.length === 0) {
    throw refusal('--marker', undefined, 'a marker, or a configuration and a model', 'add --marker FILE, or --config FILE --model NAME');
  }
  if (model.length === 0) {
    return [...marker];
  }
  const { directory, models } = parseModelCacheConfig(readFileSync(config ?? configFile, 'utf8'));
  return [...marker, ...model.map((name) => join(directory, modelMarker(named(models, name))))];
}

function named(models: readonly CachedModelConfig[], name: string): CachedModelConfig {
  const found = models.find((model) => model.name === name);
  if (found === undefined) {
    throw refusal('--model', name, `one of ${models.map((model) => model.name).join(', ')}`, 'correct the name, or declare the model');
  }
  return found;
}

function leaseOf({ lease }: WaitArguments): { readonly directory: string; readonly podUid: string } | undefined {
  if (lease === undefined) {
    return undefined;
  }
  const podUid = process.env[env.podUid] ?? '';
  if (!/^[\w-]+$/.test(podUid)) {
    throw refusal(env.podUid, podUid, "the pod's uid", 'set it from the downward API, metadata.uid');
  }
  return { directory: lease, podUid };
}
