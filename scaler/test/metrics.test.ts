import { spawnSync } from 'child_process';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { Keda, memory, ref, start } from './support';
import { describeWith } from '../../test/support/installed';
import { Metrics } from '../src/metrics';
import { Queue } from '../src/queue';
import { Scaler } from '../src/scaler';

/** Of a source that always gives the same. */
function queueOf(description: string): Queue {
  return new Queue({ description, read: async () => ({ waiting: 1, inFlight: 0 }) });
}

describe('the metrics of many sources', () => {
  test('let others have their turns while they are written', async () => {
    const queues = Array.from({ length: 10_000 }, (_, index) => queueOf(`connection jobs: redis://redis.ml-platform:6379/0: stream tenant-${index}`));
    await Promise.all(queues.map((queue) => queue.read()));
    let turns = 0;
    let written = false;
    const text = new Metrics({ queues: () => queues, openStreams: () => 0 }).text().finally(() => written = true);
    while (!written) {
      turns++;
      await new Promise(setImmediate);
    }
    expect((await text).match(/^gpu_scaler_(?:jobs|reading_age|source_read).*tenant-/gm)).toHaveLength(6 * queues.length);
    expect(turns).toBeGreaterThan(10);
  });

  test('are those of one source where two have one name, and never one series twice', async () => {
    const queues = ['a "quoted" \\ name\nof two lines', 'twice', 'twice'].map(queueOf);
    await Promise.all(queues.map((queue) => queue.read()));
    const text = await new Metrics({ queues: () => queues, openStreams: () => 0 }).text();
    expect(text).toContain('gpu_scaler_jobs{source="a \\"quoted\\" \\\\ name\\nof two lines",state="waiting"} 1\n');
    expect(text.match(/^gpu_scaler_source_reads_total\{source="twice".*$/gm)).toEqual([
      'gpu_scaler_source_reads_total{source="twice",result="success"} 2', 'gpu_scaler_source_reads_total{source="twice",result="error"} 0',
    ]);
  });

  describeWith('promtool')('judged by Prometheus', () => {
    test('are valid', async () => {
      const queues = ['a', 'b "c"'].map(queueOf);
      await queues[0].read();
      const input = await new Metrics({ queues: () => queues, openStreams: () => 0 }).text();
      expect(spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' }).stderr.split('\n').filter((line) => line.includes('gpu_scaler'))).toEqual([]);
    });
  });
});

describe('/metrics', () => {
  let scaler: Scaler;
  let keda: Keda;

  beforeAll(async () => {
    scaler = await start();
    keda = new Keda(scaler.grpcPort);
  });
  afterAll(async () => {
    keda.close();
    await scaler.stop();
  });

  const metrics = async () => (await fetch(`http://127.0.0.1:${scaler.healthPort}/metrics`)).text();

  test('is the text format', async () => {
    const response = await fetch(`http://127.0.0.1:${scaler.healthPort}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toContain('process_resident_memory_bytes');
  });

  test('says what was read of each source, and when', async () => {
    const queue = `http://127.0.0.1:${scaler.healthPort}/queues/trial`;
    await fetch(`${queue}/add?count=47`, { method: 'POST' });
    await fetch(`${queue}/take?count=5`, { method: 'POST' });
    await keda.poll(ref(memory()));
    const text = await metrics();
    expect(text).toContain('gpu_scaler_jobs{source="embedded queue trial",state="waiting"} 42');
    expect(text).toContain('gpu_scaler_jobs{source="embedded queue trial",state="in_flight"} 5');
    expect(text).toContain('gpu_scaler_source_reads_total{source="embedded queue trial",result="success"} 1');
    expect(text).toContain('gpu_scaler_source_reads_total{source="embedded queue trial",result="error"} 0');
    expect(Number(/gpu_scaler_reading_age_seconds\{source="embedded queue trial"\} (\S+)/.exec(text)?.[1])).toBeLessThan(2);
    expect(await metrics()).toContain('gpu_scaler_source_reads_total{source="embedded queue trial",result="success"} 1'); // asking counts nothing
  });

  test('says nothing of what is in flight where the source cannot tell, rather than that nothing is', async () => {
    const server = createServer((_, response) => response.end('{"waiting":47}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const other = await start({ connections: { api: { type: 'http', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } } });
    const client = new Keda(other.grpcPort);
    expect(await client.poll(ref({ type: 'http-json', connection: 'api', path: '/', waiting: '/waiting' }))).toMatchObject({ value: 47, active: true });
    const text = await (await fetch(`http://127.0.0.1:${other.healthPort}/metrics`)).text();
    expect(text).toMatch(/^gpu_scaler_jobs\{.*state="waiting"\} 47$/m);
    expect(text).not.toContain('in_flight');
    client.close();
    await other.stop();
    server.close();
    server.closeAllConnections();
  });

  test("counts KEDA's calls by method and status", async () => {
    await keda.isActive(ref(memory()));
    await keda.getMetrics(ref(memory()), 'other').catch(() => undefined);
    const text = await metrics();
    expect(text).toMatch(/gpu_scaler_call_duration_seconds_count\{method="IsActive",code="OK"\} \d/);
    expect(text).toContain('gpu_scaler_call_duration_seconds_count{method="GetMetrics",code="NOT_FOUND"} 1');
  });

  test('counts open streams', async () => {
    const open = keda.streamIsActive(ref(memory()));
    await open.count(1);
    expect(await metrics()).toContain('gpu_scaler_open_streams 1');
    open.cancel();
  });
});
