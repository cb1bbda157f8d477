import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { readManifests } from './manifests';
import { Rehearsal } from './rehearsal';
import { parseDuration } from './speed';
import { summarize } from './summary';
import { summaryText } from './summary-text';
import { readTrace } from './trace';
import { renderReport } from '../report/report';

const PROGRESS_EVERY_MS = 10_000;

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
  readonly timeout: number;
  readonly nodeStart: number;
  readonly imagePull: number;
  readonly modelLoad: number;
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
    .option('--speed <n>', 'divide every duration by this, at most 60; what it distorts is said', positive, 1)
    .option('--report <file.html>', 'write the report, one page that needs nothing else')
    .option('--json <file>', 'write summary and recording as JSON')
    .option('--name <name>', 'name of the control plane, to run several side by side', 'run')
    .option('--timeout <duration>', 'give up after this much time of the story beyond the last arrival', seconds, 7200)
    .option('--node-start <duration>', "from a machine's launch to its node", seconds, 60)
    .option('--image-pull <duration>', 'pull of an image on a node that does not have it', seconds, 180)
    .option('--model-load <duration>', "from a worker's start until it takes jobs", seconds, 60)
    .option('--concurrency <n>', 'jobs that a worker works on at a time', positive, 1)
    .option('--prefill-tokens-per-second <n>', 'for traces of tokens', positive, 8000)
    .option('--seconds-per-output-token <n>', 'for traces of tokens', positive, 0.02)
    .addHelpText('after', ABOUT)
    .action(run);
}

async function run(flags: RunFlags): Promise<void> {
  const jobs = readTrace(flags.jobs, flags);
  const manifests = readManifests(flags.app);
  const log = (line: string) => console.error(line);
  const rehearsal = await Rehearsal.start({
    name: flags.name,
    title: `${flags.app} with ${flags.jobs}`,
    manifests,
    nodeStart: flags.nodeStart,
    delays: { imagePull: flags.imagePull, modelLoad: flags.modelLoad },
    concurrency: flags.concurrency,
    speed: flags.speed,
    log,
  });
  let going = true;
  const progress = showProgress(rehearsal, jobs.length, log, () => going);
  let problem: Error | undefined;
  try {
    await rehearsal.feed(jobs);
    await rehearsal.finished(flags.timeout);
  } catch (error) {
    problem = error as Error; // what was seen until then is worth a report all the same
  } finally {
    going = false;
    await rehearsal.stop();
    await progress;
  }
  const { recording } = rehearsal;
  const summary = summarize(recording);
  console.log(`\n${summaryText(summary)}\n`);
  if (flags.report !== undefined) {
    writeFileSync(flags.report, renderReport(recording, summary));
    console.log(`  report    ${resolve(flags.report)}`);
  }
  if (flags.json !== undefined) {
    writeFileSync(flags.json, `${JSON.stringify({ summary, recording }, undefined, 2)}\n`);
    console.log(`  figures   ${resolve(flags.json)}`);
  }
  if (problem !== undefined) {
    throw problem;
  }
}

async function showProgress(rehearsal: Rehearsal, total: number, log: (line: string) => void, going: () => boolean): Promise<void> {
  for (let shown = 0; going(); await sleep(100)) {
    if (Date.now() - shown > PROGRESS_EVERY_MS) {
      shown = Date.now();
      const { desired, nodes, waiting, inFlight } = rehearsal.latest;
      const done = rehearsal.recording.jobs.length - rehearsal.outstanding;
      log(`${Math.round(rehearsal.now())} s: ${done}/${total} jobs done, ${waiting} waiting, ${inFlight} in flight, ${desired} replicas, ${nodes} machines`);
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

function seconds(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) {
    throw new InvalidArgumentError('expected a duration such as 90s, 3m or 1h30m');
  }
  return value;
}
