/** `npm run test:rehearsal`: builds the control plane if need be, then runs the scenarios with Node's own test runner. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { buildControlPlane } from '../src/control-plane/build';
import { controlPlaneCache, missingParts } from '../src/control-plane/cache';
import { installedGo } from '../src/control-plane/go';
import { MINUTES_FROM_NOTHING } from '../src/control-plane/versions';

const SUFFIX = '.scenario.ts';

const HELP = `Usage: npm run test:rehearsal -- [name...]

Rehearses what the constructs emit on a real control plane on this machine: etcd, Kubernetes, KEDA and Karpenter are real, kubelets and
machines are played. Without a name all scenarios run; a name runs those whose file name contains it. They are:
  NAMES

The control plane is built first, once: about ${MINUTES_FROM_NOTHING} minutes on 2 cores, with Go. Where there is no Go the scenarios are skipped, which says so;
with CI=true that is a failure, and so is every skipped test. Measured figures are written to bench/results/rehearsal-NAME.json.`;

/** The closing lines of Node's test runner, in the form of TAP. */
const CLOSING = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;

async function main(args: readonly string[]): Promise<number> {
  const scenarios = readdirSync(__dirname).filter((file) => file.endsWith(SUFFIX)).map((file) => basename(file, SUFFIX)).sort();
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP.replace('NAMES', scenarios.join('\n  ')));
    return 0;
  }
  const unknown = args.find((arg) => !scenarios.some((name) => name.includes(arg)));
  if (unknown !== undefined) {
    console.error(`no scenario has "${unknown}" in its name: expected one of ${scenarios.join(', ')}`);
    return 1;
  }
  const chosen = scenarios.filter((name) => args.length === 0 || args.some((arg) => name.includes(arg)));
  if (missingParts(controlPlaneCache()).length > 0) {
    try {
      installedGo();
    } catch (error) {
      const skippedInCi = process.env.CI === 'true';
      console.error(`${skippedInCi ? 'FAILED' : 'SKIPPED'}: ${chosen.length} scenarios, because the control plane is not built and cannot be: ${(error as Error).message}`);
      return skippedInCi ? 1 : 0;
    }
    await buildControlPlane(process.stderr);
  }
  const order = [...FIRST.filter((name) => chosen.includes(name)), ...chosen.filter((name) => !FIRST.includes(name))];
  return rehearse(order.map((name) => join(__dirname, `${name}${SUFFIX}`)));
}

/** Scenarios that run side by side, each on its own control plane: most of their time they wait. */
const SIDE_BY_SIDE = 4;

/** Those that take longest, so that none of them begins when all others have ended. */
const FIRST = ['faults', 'no-job-killed', 'limits-and-budgets', 'story'];

/** Runs the files and returns the exit code. */
async function rehearse(files: string[]): Promise<number> {
  const count: Record<string, string> = {};
  // The scenarios import the library by its name, as a user does: this tsconfig says where it is.
  process.env.TSX_TSCONFIG_PATH = join(__dirname, '..', 'tsconfig.json');
  const events = run({ files, concurrency: SIDE_BY_SIDE });
  events.on('test:diagnostic', ({ message, nesting }) => {
    const closing = CLOSING.exec(message);
    if (nesting === 0 && closing !== null) {
      count[closing[1]] = closing[2];
    }
  });
  for await (const text of events.compose(new spec())) {
    process.stdout.write(text as string);
  }
  for (const [name, value] of Object.entries(count)) {
    console.log(`# ${name} ${value}`);
  }
  const failed = ['fail', 'cancelled'].some((name) => count[name] !== '0');
  const skipped = ['skipped', 'todo'].some((name) => count[name] !== '0');
  if (skipped && process.env.CI === 'true') {
    console.error('With CI=true every test must run: install what the skipped ones ask for.');
    return 1;
  }
  if (count.tests === '0') {
    console.error('No test ran.');
    return 1;
  }
  return failed ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, (error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
