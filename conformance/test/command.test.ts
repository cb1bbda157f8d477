import { ChildProcess, spawn } from 'child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { SmallScaler } from './small-scaler';
import { freePort } from '../../rehearsal/src/run/free-port';
import { RULES } from '../src';

const ROOT = join(__dirname, '../..');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a user sees of the command. */
function conformance(args: readonly string[], meanwhile: (child: ChildProcess) => void = () => undefined): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'conformance/bin/external-scaler-conformance.js'), ...args], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => stdout += text);
    child.stderr.on('data', (text) => stderr += text);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    meanwhile(child);
  });
}

/** The rules that need no waiting. */
const QUICK = ['one-metric-spec', 'one-value', 'value'].flatMap((rule) => ['--rule', rule]);

const METADATA = ['--metadata', 'queue=jobs'];

describe('external-scaler-conformance', () => {
  let scaler: SmallScaler;
  let address: string;
  let directory: string;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'conformance-'));
    scaler = await SmallScaler.start();
    address = `localhost:${scaler.port}`;
  });
  afterEach(() => scaler.stop());

  const broken = async () => {
    await scaler.stop();
    scaler = await SmallScaler.start('two values');
    address = `localhost:${scaler.port}`;
  };
  const file = (name: string, text: string) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };

  test('checks what it can with an address and metadata, says how to check the rest, and ends with 0', async () => {
    const { code, stdout } = await conformance([address, ...METADATA]);
    expect(stdout).toMatch(/^ok {11}one-metric-spec {8}GetMetricSpec gives exactly one metric, with a name {2}\d+ ms$/m);
    expect(stdout).toMatch(/^not checked {2}many-streams .*\n +to check +give --push, if triggers are of type external-push$/m);
    expect(stdout).toMatch(/^not checked {2}fault-error .*\n +to check +give --break 'COMMAND' and --mend 'COMMAND', /m);
    expect(stdout.match(/^(ok|not checked) /gm)).toHaveLength(RULES.length);
    expect(stdout).toContain('12 ok, 0 failed, 0 blocked, 15 not checked');
    expect(stdout).toContain(`${address} conforms to what was checked; the rest is not shown until it is.`);
    expect(code).toBe(0);
  }, 60_000);

  test('says what was expected, what was seen, what to do and what KEDA does, and ends with 1', async () => {
    await broken();
    const { code, stdout } = await conformance([address, ...METADATA, ...QUICK]);
    expect(stdout).toMatch(/^FAILED {7}one-value {14}GetMetrics gives exactly one value {2}\d+ ms$/m);
    expect(stdout).toMatch(/^ +expected +one value of jobs as it was found$/m);
    expect(stdout).toMatch(/^ +seen +\[\{"metricName":"jobs",/m);
    expect(stdout).toMatch(/^ +do +add the parts up in the scaler/m);
    expect(stdout).toMatch(/^ +in KEDA +KEDA relabels every value/m);
    expect(stdout).toMatch(/^ +see +https:\/\/github.com\/kedacore\/keda\//m);
    expect(stdout).toContain('2 ok, 1 failed, 0 blocked, 0 not checked');
    expect(stdout).toContain(`${address} does not conform.`);
    expect(code).toBe(1);
  }, 60_000);

  test('a rule that cannot be judged is no success', async () => {
    const { code, stdout } = await conformance([address, '--metadata', 'queue=other', '--rule', 'one-value']);
    expect(stdout).toMatch(/^blocked {6}one-value .*\n +because +GetMetricSpec is not answered: INVALID_ARGUMENT: queue: got "other";\n +expected "jobs"$/m);
    expect(stdout).toContain(`Nothing is shown about ${address}: see what the blocked rules lack.`);
    expect(code).toBe(1);
  }, 60_000);

  test('no rule that was checked is no success', async () => {
    const { code, stdout } = await conformance([address, ...METADATA, '--rule', 'many-streams']);
    expect(stdout).toContain(`0 ok, 0 failed, 0 blocked, 1 not checked\nNothing is shown about ${address}: nothing was checked.`);
    expect(code).toBe(1);
  }, 60_000);

  test('--format json', async () => {
    await broken();
    const { code, stdout } = await conformance([address, ...METADATA, ...QUICK, '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      address,
      conforms: false,
      rules: [
        { name: 'one-metric-spec', outcome: 'ok' },
        { name: 'one-value', outcome: 'failed', finding: { expected: 'one value of jobs as it was found' }, see: expect.stringContaining('https://') },
        { name: 'value', outcome: 'ok' },
      ],
    });
    expect(code).toBe(1);
  }, 60_000);

  test('--format junit', async () => {
    await broken();
    const { code, stdout } = await conformance([address, ...METADATA, ...QUICK, '--rule', 'many-streams', '--format', 'junit']);
    expect(stdout).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="4" failures="1" errors="0" skipped="1">/);
    expect(stdout).toMatch(/<testcase classname="external-scaler" name="one-value: GetMetrics gives exactly one value" time="[\d.]+">\s+<failure message="expected one value of jobs as it was found; saw /);
    expect(code).toBe(1);
  }, 60_000);

  test('metadata comes from a file too: a whole trigger, or its metadata alone; --metadata goes before it', async () => {
    const trigger = file('trigger.yaml', 'type: external\nmetadata:\n  queue: jobs\n');
    const map = file('metadata.yaml', 'queue: other\n');
    expect((await conformance([address, '--metadata-file', trigger, ...QUICK])).code).toBe(0);
    expect((await conformance([address, '--metadata-file', map, ...QUICK])).code).toBe(1);
    expect((await conformance([address, '--metadata-file', map, ...METADATA, ...QUICK])).code).toBe(0);
  }, 60_000);

  test('runs the commands in the shell, and keeps what they print out of the report', async () => {
    const path = join(directory, 'work');
    const { code, stdout, stderr } = await conformance([
      address, ...METADATA, '--rule', 'one-value', '--enqueue', `echo enqueued | tee -a ${path}`, '--drain', `echo drained | tee -a ${path}`, '--format', 'json',
    ]);
    expect(JSON.parse(stdout).conforms).toBe(true);
    expect(stderr).toBe('drained\nenqueued\ndrained\n'); // the last leaves no work behind
    expect(code).toBe(0);
  }, 60_000);

  test.each(['SIGINT', 'SIGTERM'] as const)('%s brings the backend back and ends', async (signal) => {
    const away = join(directory, 'away');
    const args = [address, ...METADATA, '--rule', 'fault-deadline', '--break', `touch ${away}`, '--mend', `rm ${away}`];
    const { code, stderr } = await conformance(args, async (child) => {
      while (!existsSync(away)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill(signal);
    });
    expect(stderr).toBe('error: interrupted; the backend is back and no work is left\n');
    expect(existsSync(away)).toBe(false);
    expect(code).toBe(130);
  }, 60_000);

  describe('refuses', () => {
    test.each([
      [[], 'address: got nothing; expected host:port of the scaler; add --help for an example'],
      [['localhost:1', '--metadata', 'queue'], "error: option '--metadata <key=value>' argument 'queue' is invalid. got \"queue\"; expected KEY=VALUE"],
      [['localhost:1', '--rule', 'speed'], 'got "speed"; expected a rule; see --list'],
      [['localhost:1', '--activation-threshold', '-1'], 'got "-1"; expected a number of at least 0'],
      [['localhost:1', '--enqueue', 'true'], '--drain: got nothing; expected it together with --enqueue; add --drain'],
      [['localhost:1', '--mend', 'true'], '--break: got nothing; expected it together with --mend; add --break'],
      [['localhost:1', '--tls-ca', '/nowhere'], "argument '/nowhere' is invalid. ENOENT"],
      [['localhost:1', '--format', 'xml'], 'Allowed choices are text, json, junit.'],
      [['localhost:1', 'localhost:2'], 'too many arguments'],
    ])('%p', async (args, message) => {
      const { code, stdout, stderr } = await conformance(args);
      expect(stderr).toContain(message);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    }, 60_000);

    test('metadata that KEDA would not take', async () => {
      const { code, stderr } = await conformance(['localhost:1', '--metadata-file', file('trigger.yaml', 'metadata:\n  target: 5\n')]);
      expect(stderr).toContain('target: got 5; expected a text, as KEDA does; put it in quotes');
      expect(code).toBe(2);
    }, 60_000);

    test('an address where nothing listens', async () => {
      const nowhere = `localhost:${await freePort()}`;
      const { code, stdout, stderr } = await conformance([nowhere, ...METADATA]);
      expect(stderr).toMatch(new RegExp(`^error: ${nowhere}: no connection in plain text within 5000 ms \\(UNAVAILABLE: .*ECONNREFUSED.*\\); expected an external scaler`));
      expect(stdout).toBe('');
      expect(code).toBe(2);
    }, 60_000);

    test('a command that fails', async () => {
      const { code, stderr } = await conformance([address, ...METADATA, '--rule', 'one-value', '--enqueue', 'exit 3', '--drain', 'true']);
      expect(stderr).toBe('error: --enqueue: "exit 3" ended with 3; expected it to end with 0; try it by itself\n');
      expect(code).toBe(2);
    }, 60_000);
  });

  test('--list shows every rule, with why', async () => {
    const { code, stdout } = await conformance(['--list']);
    expect(stdout.split('\n\n')).toHaveLength(RULES.length);
    RULES.forEach(({ name, title, see }) => expect(stdout).toMatch(new RegExp(`^${name} +${escaped(title)}\n[^]*${escaped(see)}`, 'm')));
    expect(code).toBe(0);
  }, 60_000);

  test('--help teaches with an example', async () => {
    const { code, stdout } = await conformance(['--help']);
    expect(stdout).toContain('$ external-scaler-conformance localhost:6000 --metadata queue=jobs --metadata target=5');
    expect(code).toBe(0);
  }, 60_000);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
