import { createServer } from 'http';
import { AddressInfo } from 'net';
import { status } from '@grpc/grpc-js';
import { pollStranger } from './stranger';
import { Keda, pause, ref, secretFile, start, timed } from './support';
import { ConnectionConfig, SourceMetadata } from '../../lib/contract';

/** Two limits, one on each side of the usual second. */
const SHORT_MS = 300;
const LONG_MS = 1400;

const host = '127.0.0.1';
const connection = 'jobs';
const key = secretFile('key');
const database = { host, database: 'jobs', username: 'scaler', tls: false, queries: { outstanding: 'SELECT 1' } };

/** A connection of each type, and a source that is read over it. */
const READ: ReadonlyArray<{ readonly source: SourceMetadata; readonly config: (port: number) => ConnectionConfig }> = [
  { source: { type: 'http-json', connection, path: '/', waiting: '' }, config: (port) => ({ type: 'http', url: `http://${host}:${port}` }) },
  {
    source: { type: 'kafka', connection, group: 'workers', topic: 'jobs', offsetReset: 'earliest' },
    config: (port) => ({ type: 'kafka', brokers: [{ host, port }], tls: false }),
  },
  {
    source: { type: 'vllm', connection, modelName: 'llama', onEmpty: 'zero' },
    config: (port) => ({ type: 'model-servers', url: `http://${host}:${port}` }),
  },
  { source: { type: 'mysql-query', connection, query: 'outstanding' }, config: (port) => ({ type: 'mysql', port, ...database }) },
  { source: { type: 'nats-jetstream', connection, stream: 'jobs', consumer: 'workers' }, config: (port) => ({ type: 'nats', host, port, tls: false }) },
  { source: { type: 'postgresql-query', connection, query: 'outstanding' }, config: (port) => ({ type: 'postgresql', port, ...database }) },
  { source: { type: 'prometheus-query', connection, query: 'jobs', onEmpty: 'error' }, config: (port) => ({ type: 'prometheus', url: `http://${host}:${port}` }) },
  { source: { type: 'rabbitmq-queue', connection, queue: 'jobs' }, config: (port) => ({ type: 'rabbitmq', url: `http://${host}:${port}`, virtualHost: '/' }) },
  {
    source: { type: 'rabbitmq-queue', connection, queue: 'jobs' },
    config: (port) => ({ type: 'rabbitmq-amqp', host, port, virtualHost: '/', username: 'scaler', passwordFile: key, tls: false }),
  },
  { source: { type: 'redis-stream', connection, stream: 'jobs', group: 'workers' }, config: (port) => ({ type: 'redis', host, port, database: 0, tls: false }) },
  {
    source: { type: 'redis-stream', connection, stream: 'jobs', group: 'workers' },
    config: (port) => ({ type: 'redis-cluster', nodes: [{ host, port }], tls: false }),
  },
  {
    source: { type: 'sqs', connection, queue: 'jobs', includeDelayed: false },
    config: (port) => ({ type: 'sqs', region: 'eu-central-1', endpoint: `http://${host}:${port}`, accessKeyIdFile: key, secretAccessKeyFile: key }),
  },
];

describe('a connection that sets its own time limit', () => {
  test.each(READ.map(({ source, config }) => [config(1).type, source, config] as const))('%s: a server that says nothing is given up then', async (_, source, config) => {
    const { error, ms } = await pollStranger('', (port) => ({ ...config(port), timeoutMs: SHORT_MS }), ref(source));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(`did not answer within ${SHORT_MS} ms`) });
    expect(ms).toBeLessThan(2000);
  });

  test('waits for an answer that comes later than after a second, and still answers KEDA within 2', async () => {
    const slow = createServer((_, response) => void pause(1200).then(() => response.end('{"jobs": 3}')));
    await new Promise<void>((resolve) => slow.listen(0, host, resolve));
    const url = `http://${host}:${(slow.address() as AddressInfo).port}`;
    const scaler = await start({ connections: { patient: { type: 'http', url, timeoutMs: LONG_MS }, usual: { type: 'http', url } } });
    const keda = new Keda(scaler.grpcPort);
    const read = (by: string) => timed(() => keda.getMetrics(ref({ type: 'http-json', connection: by, path: '/', waiting: '/jobs' })));
    try {
      const [patient, usual] = await Promise.all(['patient', 'usual'].map(read));
      expect(patient.result).toMatchObject({ metricValues: [{ metricValueFloat: 3 }] });
      expect(patient.ms).toBeLessThan(2000);
      expect(usual.error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('did not answer within 1000 ms') });
    } finally {
      keda.close();
      await scaler.stop();
      slow.closeAllConnections();
      slow.close();
    }
  });
});
