/** KEDA's own Go client, `pkg/scalers`, against the scaler: polls, pushes, live targets, mutual TLS, rolling updates and kills. The tests are in `rehearsal/keda-client`. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { Figures } from '../../bench/figures';
import { renderTriggerMetadata, SourceMetadata } from '../../lib/contract';
import { guarded } from '../src/control-plane/child';
import { go, goEnvironment, installedGo } from '../src/control-plane/go';
import { Progress } from '../src/control-plane/progress';

const DIRECTORY = join(__dirname, '../keda-client');

/** KEDA's packages on 2 cores, with nothing cached; seconds once the control plane has been built. */
const MINUTES_TO_COMPILE = 15;

const TEST_MS = 120_000;

/** How the tests tell a figure. */
const FIGURE = /^figure: (\{.*\})$/;

const figures = new Figures('rehearsal-keda-client');

/** The compiled tests. */
let program: string;

describe("KEDA's own client and the scaler", { concurrency: false }, () => {
  const skip = withoutGo();
  if (skip === false) {
    before(compile, { timeout: MINUTES_TO_COMPILE * 60_000 });
    after(() => rmSync(dirname(program), { recursive: true, force: true }));
  }
  for (const name of goTests()) {
    test(name, { timeout: TEST_MS, skip }, () => runGoTest(name));
  }
});

/** Why the tests cannot run here, if they cannot. */
function withoutGo(): string | false {
  try {
    installedGo();
    return false;
  } catch (error) {
    return (error as Error).message;
  }
}

async function compile(): Promise<void> {
  program = join(mkdtempSync(join(tmpdir(), 'keda-client-')), 'keda-client.test');
  const progress = new Progress(process.stderr, "KEDA's client", 'pkg/scalers and what it needs', MINUTES_TO_COMPILE * 60);
  let compiled = 0;
  try {
    // Built as the control plane is, so that they share Go's cache; -v names each package as it is compiled.
    await go(['build', '-v', '-trimpath', 'github.com/kedacore/keda/v2/pkg/scalers'], DIRECTORY, (line) => progress.update(`${++compiled} packages compiled, at ${line}`));
    await go(['test', '-c', '-trimpath', '-o', program, '.'], DIRECTORY);
  } catch (error) {
    progress.end('failed');
    throw error;
  }
  progress.end('compiled');
}

function goTests(): string[] {
  const sources = readdirSync(DIRECTORY).filter((file) => file.endsWith('_test.go')).sort().map((file) => readFileSync(join(DIRECTORY, file), 'utf8'));
  return sources.flatMap((source) => [...source.matchAll(/^func (Test\w+)\(t \*testing\.T\)/gm)].map(([, name]) => name));
}

async function runGoTest(name: string): Promise<void> {
  const child = spawn(...guarded([program, '-test.v', `-test.run=^${name}$`]), {
    cwd: DIRECTORY,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...goEnvironment(), SCALER_COMMAND: `${process.execPath} --import tsx scaler/src/main.ts`, TRIGGERS: JSON.stringify(triggers()) },
  });
  child.on('exit', () => child.stdin.destroy()); // lets the guard go, and with it whatever the test has left behind
  const output: string[] = [];
  const note = (line: string) => {
    const [, figure] = FIGURE.exec(line) ?? [];
    if (figure === undefined) {
      output.push(line);
    } else {
      const { name: what, seconds, goal } = JSON.parse(figure) as { name: string; seconds: number; goal: number };
      figures.add(what, { value: seconds, unit: 's', goal, better: 'lower' });
    }
  };
  createInterface({ input: child.stdout }).on('line', note);
  createInterface({ input: child.stderr }).on('line', note);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  assert.equal(code, 0, `${name} ended with ${code}:\n${output.join('\n')}`);
  assert.match(output.join('\n'), new RegExp(`^--- PASS: ${name} `, 'm'), 'the test has not run');
}

/** What the constructs write into triggers, by the type of the source. */
function triggers(): Record<string, Record<string, string>> {
  const sources: SourceMetadata[] = [{ type: 'memory', queue: 'trial' }, { type: 'redis-stream', connection: 'jobs', stream: 'inference-jobs', group: 'workers' }];
  return Object.fromEntries(sources.map((source) => [source.type, renderTriggerMetadata({
    kind: 'ScaledObject', triggerId: 'jobs', metricName: 'jobs-outstanding', jobsPerReplica: 2.5, activationThreshold: 0, source,
  })]));
}
