/** Random metadata, messages and frames, sent to the scaler as its image runs it. The same seed sends the same again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { CASES_A_ROUND, Fuzz } from './fuzz';
import { Subject, Usage } from './subject';

/** How often another caller polls meanwhile. */
const CHECK_EVERY_MS = 500;

const TELL_EVERY_MS = 10_000;

/** In a run of so many, what the process needs is compared. In a shorter one it has only begun to fill its caches. */
const LONG = 1_000_000;

/** Node keeps a connection that a wrong frame has ended until the scaler's keepalive finds that nobody is there. */
const KEPT_MS = 15_000;

/** What the process may need more at the end than after a tenth of the cases. */
const MORE: Usage = { residentMib: 24, files: 0, streams: 0 };

interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly round: number;
}

function readOptions(): Options {
  return new Command('npm run fuzz --')
    .description('Sends random metadata, messages and frames to the scaler, beside a caller who must not notice. Ends with 1 if it finds something.')
    .option('--cases <number>', `how many, in rounds of ${CASES_A_ROUND}; from ${LONG} on, memory and open files are compared too`, positive, 100_000)
    .option('--seed <number>', 'sends what another run has sent (default: another one each time)', positive, 1 + Math.floor(Math.random() * 2 ** 30))
    .option('--round <number>', 'begins with this round of the seed', positive, 1)
    .parse()
    .opts<Options>();
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('expected a whole number of at least 1');
  }
  return value;
}

/** Sends all, and returns what the process needs too much at the end, if that is compared. */
async function send(fuzz: Fuzz, subject: Subject, rounds: number): Promise<readonly string[]> {
  const first = Math.ceil(rounds / 10);
  const compared = rounds * CASES_A_ROUND >= LONG;
  const settled = async () => {
    await sleep(compared ? KEPT_MS : 0);
    return subject.usage();
  };
  await fuzz.run(first);
  const before = await settled();
  await fuzz.run(rounds - first);
  const after = await settled();
  console.log(`after a tenth: ${JSON.stringify(before)}; at the end: ${JSON.stringify(after)}${compared ? '' : ' (too short a run to compare them)'}`);
  const grown = (Object.keys(MORE) as (keyof Usage)[]).filter((what) => after[what] > before[what] + MORE[what]);
  return compared ? grown.map((what) => `${what} grew from ${before[what]} to ${after[what]}`) : [];
}

async function main(): Promise<void> {
  const { cases, seed, round } = readOptions();
  const rounds = Math.ceil(cases / CASES_A_ROUND);
  const subject = await Subject.start();
  const fuzz = new Fuzz(subject.address, seed, round);
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  console.log(`${rounds * CASES_A_ROUND} cases, --seed ${seed}`);
  let sending = true;
  const watch = async () => {
    for (let told = performance.now(); sending; await sleep(CHECK_EVERY_MS)) {
      await subject.check();
      if (performance.now() - told > TELL_EVERY_MS) {
        told = performance.now();
        console.log(`${fuzz.cases} cases in ${seconds()} s, ${(await subject.usage()).residentMib.toFixed(0)} MiB, ${fuzz.findings.length} findings`);
      }
    }
  };
  const findings: string[] = [];
  try {
    const [grown] = await Promise.all([send(fuzz, subject, rounds).finally(() => sending = false), watch()]);
    findings.push(...fuzz.findings, ...grown);
  } finally {
    const code = await subject.stop();
    if (code !== 0) {
      findings.push(`the scaler ended with ${code ?? 'a signal'}`);
    }
  }
  console.log(`statuses of metadata: ${JSON.stringify(fuzz.statuses)}; connections: ${JSON.stringify(fuzz.endings)}`);
  console.log(`${fuzz.cases} cases in ${seconds()} s, findings: ${findings.length}`);
  if (findings.length > 0) {
    throw new Error(findings[0].slice(0, 2000));
  }
}

main().catch((error: Error) => {
  console.error(`error: ${error.message}`);
  process.exit(1);
});
