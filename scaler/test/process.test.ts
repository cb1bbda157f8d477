import { spawn } from 'child_process';
import { once } from 'events';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { FREE, portOf, ROOT, Running, SOURCE } from './running';
import { Keda, memory, ref } from './support';

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
    for (const word of ['GRPC_ADDRESS', 'HEALTH_ADDRESS', 'CONFIG_FILE', 'TLS_DIRECTORY', 'TARGETS_FILE', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG', 'redis-stream', 'memory', '/metrics']) {
      expect(serve).toContain(word);
    }
  });

  const ENDPOINT = 'http://collector:4318';
  const TRACED = { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT };
  const RATIO = { OTEL_TRACES_SAMPLER: 'traceidratio' };
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
    ['traces for no URL', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT: got "collector:4318"; expected a URL that starts with http:// or https://'],
    [
      "the path of traces in the base of all signals' URLs", { OTEL_EXPORTER_OTLP_ENDPOINT: `${ENDPOINT}/v1/traces` },
      `OTEL_EXPORTER_OTLP_ENDPOINT: got "${ENDPOINT}/v1/traces"; expected a base URL, to which /v1/traces is added`,
    ],
    ['a password in the URL', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://me:horse@collector' }, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: got "https://...@collector"; expected a URL without credentials'],
    ['a protocol that it does not speak', { ...TRACED, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL: got "grpc"; expected http/protobuf; leave OTEL_EXPORTER_OTLP_PROTOCOL out'],
    ['an unknown sampler', { ...TRACED, OTEL_TRACES_SAMPLER: 'some' }, 'OTEL_TRACES_SAMPLER: got "some"; expected one of always_on, always_off'],
    ['a share of more than all traces', { ...TRACED, ...RATIO, OTEL_TRACES_SAMPLER_ARG: '1.5' }, 'OTEL_TRACES_SAMPLER_ARG: got "1.5"; expected a number from 0 to 1'],
    ['no share of traces', { ...TRACED, ...RATIO }, 'OTEL_TRACES_SAMPLER_ARG: got nothing; expected a number from 0 to 1 for traceidratio'],
  ])('does not start with %s', async (_, env, message) => {
    const running = new Running({ ...FREE, ...env });
    expect(await running.exit).toBe(1);
    expect((await running.line('cannot start')).problem).toContain(message);
  });

  test('starts with what turns traces off, whatever else is set', async () => {
    const running = new Running({ ...FREE, OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' });
    expect((await running.line('listening')).tracing).toBe(false);
    running.kill('SIGTERM');
    expect(await running.exit).toBe(0);
  });

  describe('the bundle', () => {
    const dist = join(ROOT, 'scaler/dist');

    beforeAll(async () => {
      const bundle = spawn('npm', ['run', 'bundle', '--workspace', 'scaler'], { cwd: ROOT, stdio: 'ignore' });
      expect(await new Promise((resolve) => bundle.once('close', resolve))).toBe(0);
    }, 60_000);

    test('is the same program in one file', async () => {
      const alone = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'scaler.cjs');
      copyFileSync(join(dist, 'scaler.cjs'), alone);
      await expectWholeLife(new Running(FREE, [alone]));
    });

    test('says what its packages ask to be passed on', () => {
      const licenses = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
      for (const text of ['@grpc/grpc-js 1.', 'ioredis 6.', 'The MIT License', 'protobufjs 7.', 'Redistributions in binary form must reproduce', '@opentelemetry/sdk-trace-base 2.']) {
        expect(licenses).toContain(text);
      }
    });

    test('sends traces with the file beside it', async () => {
      const taken: (string | undefined)[] = [];
      const collector = createServer((request, response) => {
        taken.push(request.url, request.headers['content-type']);
        request.resume();
        response.end();
      });
      await once(collector.listen(0, '127.0.0.1'), 'listening');
      const running = new Running({ ...FREE, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` }, [join(dist, 'scaler.cjs')]);
      const { grpc, tracing } = await running.line('listening');
      expect(tracing).toBe(true);
      const keda = new Keda(portOf(grpc));
      await keda.isActive(ref(memory()));
      keda.close();
      running.kill('SIGTERM');
      expect(await running.exit).toBe(0);
      expect(taken).toEqual(['/v1/traces', 'application/x-protobuf']);
      expect(running.lines.filter(({ level }) => level !== 'info')).toEqual([]);
      collector.close();
    });
  });
});
