import { ChildProcess, spawn } from 'child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createInterface } from 'readline';
import { Keda, memory, pause, ref } from './support';

const ROOT = join(__dirname, '../..');
const SOURCE = ['--import', 'tsx', join(ROOT, 'scaler/src/main.ts')];

/** A started process and the lines that it logs. */
class Running {
  public readonly lines: { [field: string]: any }[] = [];
  public readonly exit: Promise<number | null>;
  /** What came on stderr. */
  public readonly errors: string[] = [];
  private readonly child: ChildProcess;
  private readonly output: string[] = [];

  public constructor(env: { [name: string]: string }, args: string[] = SOURCE) {
    this.child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      this.output.push(line);
      if (line.startsWith('{"time"')) {
        this.lines.push(JSON.parse(line));
      }
    });
    this.child.stderr!.on('data', (text) => this.errors.push(String(text)));
    this.exit = new Promise((resolve) => this.child.once('close', resolve));
  }

  public get text(): string {
    return this.output.join('\n');
  }

  public async line(message: string): Promise<{ [field: string]: any }> {
    for (let tries = 0; tries < 500; tries++) {
      const found = this.lines.find(({ msg }) => msg === message);
      if (found !== undefined) {
        return found;
      }
      await pause(20);
    }
    throw new Error(`no line ${message} in ${this.text}`);
  }

  public kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

const FREE = { GRPC_ADDRESS: '127.0.0.1:0', HEALTH_ADDRESS: '127.0.0.1:0' };

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

async function expectWholeLife(running: Running): Promise<void> {
  const listening = await running.line('listening');
  expect(listening.secondsFromStart).toBeGreaterThan(0);
  const health = `http://${listening.health}`;
  for (const path of ['livez', 'healthz']) {
    expect((await fetch(`${health}/${path}`)).status).toBe(200);
  }
  expect((await fetch(`${health}/readyz`)).status).toBe(200);
  const keda = new Keda(portOf(listening.grpc));
  try {
    expect(running.lines.map(({ msg }) => msg)).toContain('no connections: only embedded queues, which are for trying things out');
    await fetch(`${health}/queues/trial/add?count=47`, { method: 'POST' });
    expect(await keda.poll(ref(memory()))).toEqual({ target: 5, value: 47, active: true });
    const opens = [keda.streamIsActive(ref(memory())), keda.streamMetricSpec(ref(memory()))];
    await Promise.all(opens.map((open) => open.count(1)));
    const began = performance.now();
    running.kill('SIGTERM');
    expect(await Promise.all(opens.map((open) => open.end()))).toEqual(['OK', 'OK']);
    expect(await running.exit).toBe(0);
    expect(performance.now() - began).toBeLessThan(4000);
  } finally {
    keda.close();
  }
}

describe('the process', () => {
  test('serves until SIGTERM, which ends streams with OK', async () => {
    await expectWholeLife(new Running(FREE));
  });

  test('every line is JSON, what libraries say too: gRPC of an address that is taken', async () => {
    const first = new Running(FREE);
    const { grpc } = await first.line('listening');
    const second = new Running({ ...FREE, GRPC_ADDRESS: grpc });
    expect(await second.exit).toBe(1);
    expect(await second.line('gRPC')).toMatchObject({ level: 'error', text: expect.stringContaining('No address added') });
    expect(second.errors.join('')).toBe('');
    first.kill('SIGTERM');
    await first.exit;
  });

  test('--help teaches', async () => {
    const help = async (...args: string[]) => {
      const running = new Running({}, [...SOURCE, ...args, '--help']);
      expect(await running.exit).toBe(0);
      return running.text;
    };
    for (const word of ['serve', 'check', 'read']) {
      expect(await help()).toContain(word);
    }
    const serve = await help('serve');
    for (const word of ['GRPC_ADDRESS', 'HEALTH_ADDRESS', 'CONFIG_FILE', 'TLS_DIRECTORY', 'TARGETS_FILE', 'redis-stream', 'memory', '/metrics']) {
      expect(serve).toContain(word);
    }
  });

  const broken = join(mkdtempSync(join(tmpdir(), 'config-')), 'scaler.json');
  writeFileSync(broken, '{"connections": {"jobs": {"type": "redis", "host": "redis", "port": "6379"}}}');

  test.each([
    ['a malformed address', { GRPC_ADDRESS: 'six thousand' }, 'GRPC_ADDRESS: got "six thousand"; expected host:port; set GRPC_ADDRESS, for example 0.0.0.0:6000'],
    ['an address without a host', { GRPC_ADDRESS: ':6000' }, 'GRPC_ADDRESS: got ":6000"; expected host:port'],
    ['a port out of range', { HEALTH_ADDRESS: '127.0.0.1:65536' }, 'HEALTH_ADDRESS: got "127.0.0.1:65536"'],
    ['a configuration that is not there', { CONFIG_FILE: '/does/not/exist' }, 'CONFIG_FILE: got "/does/not/exist", which cannot be read'],
    ['a wrong configuration', { CONFIG_FILE: broken }, 'connections.jobs.port: got "6379"; expected a whole number from 1 to 65535'],
    ['a folder without certificates', { TLS_DIRECTORY: '/does/not/exist' }, '/does/not/exist: ENOENT: no such file or directory, open \'/does/not/exist/tls.crt\'; expected tls.crt, tls.key and ca.crt in PEM'],
    ['targets that are not there', { TARGETS_FILE: '/does/not/exist' }, 'targets file /does/not/exist'],
  ])('does not start with %s', async (_, env, message) => {
    const running = new Running({ ...FREE, ...env });
    expect(await running.exit).toBe(1);
    expect((await running.line('cannot start')).problem).toContain(message);
  });

  test('the bundle is the same program in one file', async () => {
    const bundle = spawn('npm', ['run', 'bundle', '--workspace', 'scaler'], { cwd: ROOT, stdio: 'ignore' });
    expect(await new Promise((resolve) => bundle.once('close', resolve))).toBe(0);
    await expectWholeLife(new Running(FREE, [join(ROOT, 'scaler/dist/scaler.cjs')]));
    const licenses = readFileSync(join(ROOT, 'scaler/dist/LICENSES.txt'), 'utf8');
    for (const text of ['@grpc/grpc-js 1.', 'ioredis 6.', 'The MIT License', 'protobufjs 7.', 'Redistributions in binary form must reproduce']) {
      expect(licenses).toContain(text);
    }
  });
});
