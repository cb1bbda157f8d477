import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CONCURRENCY_ANNOTATION } from './exchange';
import { readManifests } from './manifests';
import { Recording } from './recording';
import { Rehearsal } from './rehearsal';
import { parseDuration } from './speed';
import { summarize } from './summary';
import { summaryText } from './summary-text';
import { readTrace, TraceJob } from './trace';
import { renderReport } from '../report/report';

const PROGRESS_EVERY_MS = 10_000;

const MAX_SPEED = 60;

const ABOUT = `
Boots a control plane of its own, applies the manifests, lets the trace's jobs arrive in a real Redis Stream, plays the workers, and reports.
The manifests stay as they are but for what cannot be had here: machines, the addresses of scaler and Redis. Each exchange is printed.

The trace is a CSV file: t_seconds,service_seconds with a line for each job; or t_seconds,service_tokens,input_tokens.

Examples:
  $ npx gpu-autoscaler rehearse run --app dist/ --jobs rehearsal/traces/story-47-jobs.csv --report report.html
  $ npx gpu-autoscaler rehearse run --app dist/ --jobs day.csv --speed 10 --model-load 4m --json figures.json`;

interface RunFlags {
  readonly app: string;
  readonly jobs: string;
  readonly speed: number;
  readonly report?: string;
  readonly json?: string;
  readonly name: string;
  readonly keep?: boolean;
  readonly timeout: number;
  readonly nodeStart: number;
  readonly imagePull: number;
  readonly image?: { readonly [image: string]: number };
  readonly modelLoad: number;
  readonly cachedModelLoad?: number;
  readonly concurrency: number;
  readonly prefillTokensPerSecond: number;
  readonly secondsPerOutputToken: number;
}

/** Adds `rehearse run`. */
export function registerRun(rehearse: Command): void {
  rehearse.command('run')
    .description('play a trace of jobs against manifests, and report how long jobs waited and what it cost')
    .requiredOption('--app <path>', 'YAML file or folder with KEDA and Karpenter manifests, such as dist/ after cdk8s synth')
    .requiredOption('--jobs <trace.csv>', 'when jobs arrive and how long they take')
    .option('--speed <n>', `divide every duration by this, 1 to ${MAX_SPEED}; what it distorts is said`, speed, 1)
    .option('--report <file.html>', 'write the report, one page that needs nothing else')
    .option('--json <file>', 'write summary and recording as JSON')
    .option('--name <name>', 'name of the control plane, to run several side by side', 'run')
    .option('--keep', 'leave everything up at the end, to look around in; Ctrl-C ends it')
    .addOption(duration('--timeout', 'give up after this much time of the story beyond the last arrival', '2h'))
    .addOption(duration('--node-start', "from a machine's launch to its node", '60s'))
    .addOption(duration('--image-pull', 'pull of an image on a node that does not have it', '3m'))
    .addOption(new Option('--image <name=duration>', 'the same for one image; may be given several times').argParser(imagePull))
    .addOption(duration('--model-load', "from a worker's start until it takes jobs", '60s'))
    .option('--cached-model-load <duration>', 'the same where a directory of the node has the model already (default: a quarter of --model-load)', seconds)
    .option('--concurrency <n>', `jobs that a worker works on at a time; the annotation ${CONCURRENCY_ANNOTATION} of its pods goes before it`, whole, 1)
    .option('--prefill-tokens-per-second <n>', 'for traces of tokens', positive, 8000)
    .option('--seconds-per-output-token <n>', 'for traces of tokens', positive, 0.02)
    .addHelpText('after', ABOUT)
    .action(run);
}

async function run(flags: RunFlags): Promise<void> {
  const jobs = readTrace(flags.jobs, flags);
  const manifests = readManifests(flags.app);
  [flags.report, flags.json].forEach(checkWritable);
  const log = (line: string) => console.error(line);
  let rehearsal: Rehearsal | undefined;
  // While it boots there is nothing worth a report: what this process has started ends with it.
  const interrupted = () => rehearsal === undefined || rehearsal.interrupted ? process.exit(130) : rehearsal.interrupt();
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  rehearsal = await Rehearsal.start({
    name: flags.name,
    title: `${flags.app} with ${flags.jobs}`,
    manifests,
    nodeStart: flags.nodeStart,
    delays: { imagePull: flags.imagePull, imagePulls: flags.image, modelLoad: flags.modelLoad, cachedModelLoad: flags.cachedModelLoad },
    concurrency: flags.concurrency,
    speed: flags.speed,
    log,
  });
  try {
    await play(rehearsal, jobs, flags, log);
  } finally {
    await rehearsal.stop();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

async function play(rehearsal: Rehearsal, jobs: readonly TraceJob[], flags: RunFlags, log: (line: string) => void): Promise<void> {
  let going = true;
  let problem: Error | undefined;
  const progress = showProgress(rehearsal, jobs.length, log, () => going);
  try {
    log('waiting until the first apply has calmed down');
    await rehearsal.settled();
    log(`the first of ${jobs.length} jobs arrives`);
    await rehearsal.feed(jobs);
    await rehearsal.finished(flags.timeout);
  } catch (error) {
    problem = error as Error; // what was seen until then is worth a report all the same
    if (!rehearsal.interrupted) {
      await rehearsal.warnings().then((lines) => lines.forEach((line) => log(`the cluster warns: ${line}`)), () => undefined);
    }
  } finally {
    going = false;
    await progress;
  }
  write(rehearsal.recording, flags);
  if (flags.keep && !rehearsal.interrupted) {
    problem?.message.split('\n').forEach(log);
    log(`everything is left up: npx gpu-autoscaler rehearse kubectl --name ${flags.name} get pods,nodes -A; Ctrl-C ends it`);
    await rehearsal.untilInterrupted();
  }
  if (problem !== undefined) {
    throw problem;
  }
}

function write(recording: Recording, { report, json }: RunFlags): void {
  const summary = summarize(recording);
  console.log(`\n${summaryText(summary)}\n`);
  if (report !== undefined) {
    writeFileSync(report, renderReport(recording, summary));
    console.log(`  report    ${resolve(report)}`);
  }
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify({ summary, recording }, undefined, 2)}\n`);
    console.log(`  figures   ${resolve(json)}`);
  }
}

/** Fails before the rehearsal, not after it. */
function checkWritable(file: string | undefined): void {
  if (file !== undefined && !existsSync(dirname(resolve(file)))) {
    throw new Error(`${file} cannot be written: got a folder that does not exist; expected one that does; make ${dirname(resolve(file))} first`);
  }
}

async function showProgress(rehearsal: Rehearsal, total: number, log: (line: string) => void, going: () => boolean): Promise<void> {
  for (let shown = 0; going(); await sleep(100)) {
    if (Date.now() - shown > PROGRESS_EVERY_MS) {
      shown = Date.now();
      const { desired, nodes, waiting, inFlight } = rehearsal.latest;
      const arrived = rehearsal.recording.jobs.length;
      const queue = Number.isNaN(waiting) ? 'Redis does not answer' : `${waiting} waiting, ${inFlight} in flight`;
      log(`${Math.round(rehearsal.now())} s: ${arrived === 0 ? 'no job yet' : `${arrived - rehearsal.outstanding}/${total} jobs done, ${queue}`}, `
        + `${desired} replicas, ${nodes} machines`);
    }
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError('expected a number of more than 0');
  }
  return value;
}

function whole(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) {
    throw new InvalidArgumentError('expected a whole number of at least 1');
  }
  return value;
}

function speed(text: string): number {
  const value = positive(text);
  if (value < 1 || value > MAX_SPEED) {
    throw new InvalidArgumentError(`expected a number from 1 to ${MAX_SPEED}: beyond that the controllers' own times are all that is left`);
  }
  return value;
}

function duration(flag: string, description: string, standard: string): Option {
  return new Option(`${flag} <duration>`, description).default(seconds(standard), standard).argParser(seconds);
}

function imagePull(text: string, others: { readonly [image: string]: number } = {}): { readonly [image: string]: number } {
  const [, image, pull] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (image === undefined) {
    throw new InvalidArgumentError('expected an image and a duration, such as registry.example.com/worker:1.0.0=4m');
  }
  return { ...others, [image]: seconds(pull) };
}

function seconds(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) {
    throw new InvalidArgumentError('expected a duration such as 90s, 3m or 1h30m');
  }
  return value;
}
