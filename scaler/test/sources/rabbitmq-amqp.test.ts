import { status } from '@grpc/grpc-js';
import { ChannelModel, ConfirmChannel, GetMessage } from 'amqplib';
import { RabbitmqAmqpConnectionConfig, RabbitmqQueueSourceMetadata } from '../../../lib/contract';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { describeWithRabbitmq, RabbitmqServer } from '../../../test/support/rabbitmq-server';
import { Log } from '../../src/log';
import { Scaler } from '../../src/scaler';
import { SourceRegistry } from '../../src/sources/registry';
import { GARBAGE, pollStranger } from '../stranger';
import { Keda, pause, ref, secretFile, silent, start, timed } from '../support';

/** Every answer is due within this time, whatever RabbitMQ does. */
const DEADLINE_MS = 2000;

/** How long RabbitMQ may keep to itself that there is a quorum queue, and some more: killed before, it never finds its messages again. */
const WRITTEN_MS = 6500;

const PASSWORD = 'correct horse';

describeWithRabbitmq('a RabbitMQ queue, over AMQP', () => {
  let rabbitmq: RabbitmqServer;
  let client: ChannelModel;
  let channel: ConfirmChannel;
  let scaler: Scaler;
  let keda: Keda;
  let queue = '';
  let queues = 0;

  const passwordFile = secretFile(`${PASSWORD}\n`);
  const config = (more: Partial<RabbitmqAmqpConnectionConfig> = {}): RabbitmqAmqpConnectionConfig => ({
    type: 'rabbitmq-amqp', host: '127.0.0.1', port: rabbitmq.amqpPort, virtualHost: '/', username: 'scaler', passwordFile, tls: false, ...more,
  });
  const openClient = async () => {
    client = await rabbitmq.client();
    channel = await client.createConfirmChannel();
    channel.on('error', () => undefined);
  };

  beforeAll(async () => {
    const authority = await createAuthority('rabbitmq-ca');
    const certificate = await issue(authority, { commonName: 'rabbitmq', addresses: ['127.0.0.1'] });
    rabbitmq = await RabbitmqServer.start({
      ca: secretFile(authority.certificate), certificate: secretFile(certificate.certificate), key: secretFile(certificate.key),
    });
    await openClient();
    // All that the scaler needs: no tag, so that the management API is closed to it, and nothing but reading.
    await rabbitmq.api('PUT', 'users/scaler', { password: PASSWORD, tags: '' });
    await rabbitmq.api('PUT', 'permissions/%2F/scaler', { configure: '^$', write: '^$', read: '^jobs' });
    await rabbitmq.api('PUT', 'vhosts/team%2Fa');
    await rabbitmq.api('PUT', 'permissions/team%2Fa/scaler', { configure: '^$', write: '^$', read: '.*' });
    await rabbitmq.api('PUT', 'permissions/team%2Fa/guest', { configure: '.*', write: '.*', read: '.*' });
    scaler = await start({
      connections: {
        jobs: config(),
        other: config({ virtualHost: 'team/a' }),
        absent: config({ virtualHost: 'nowhere' }),
        refused: config({ passwordFile: secretFile('wrong') }),
        secure: config({ port: rabbitmq.amqpsPort, tls: true, caFile: secretFile(authority.certificate) }),
        mistrusted: config({ port: rabbitmq.amqpsPort, tls: true, caFile: secretFile((await createAuthority('another-ca')).certificate) }),
      },
    });
    keda = new Keda(scaler.grpcPort);
  }, 60_000);
  afterAll(async () => {
    keda?.close();
    await scaler?.stop();
    await client?.close().catch(() => undefined); // the server may be gone
    await rabbitmq?.stop();
  });
  beforeEach(() => {
    queue = `jobs-${queues++}`;
  });

  const declare = (type: 'classic' | 'quorum' = 'classic', more: object = {}) =>
    channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': type, ...more } });
  const add = async (jobs: number) => {
    Array.from({ length: jobs }, (_, job) => channel.sendToQueue(queue, Buffer.from(String(job)), { persistent: true }));
    await channel.waitForConfirms();
  };
  const source = (more: Partial<RabbitmqQueueSourceMetadata> = {}): RabbitmqQueueSourceMetadata => ({ type: 'rabbitmq-queue', connection: 'jobs', queue, ...more });
  const poll = (more: Partial<RabbitmqQueueSourceMetadata> = {}) => keda.poll(ref(source(more)));
  const problem = async (more: Partial<RabbitmqQueueSourceMetadata> = {}) => {
    const { error, ms } = await timed(() => keda.getMetrics(ref(source(more))));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(error!.details).not.toContain(PASSWORD);
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };
  const address = () => `amqp://127.0.0.1:${rabbitmq.amqpPort}: virtual host /`;

  test('an empty quorum queue from which one consumer alone may take: 0', async () => {
    await declare('quorum', { 'x-single-active-consumer': true });
    expect(await poll()).toMatchObject({ value: 0, active: false });
  });

  describe.each(['classic', 'quorum'] as const)('of type %s, counts what is waiting', (type) => {
    beforeEach(() => declare(type));

    test('47 jobs at 5 per replica', async () => {
      await add(47);
      expect(await poll()).toEqual({ target: 5, value: 47, active: true });
    });

    test('7 of 10, because 3 are taken, which AMQP does not tell', async () => {
      await add(10);
      for (let taken = 0; taken < 3; taken++) {
        await channel.get(queue);
      }
      expect(await poll()).toMatchObject({ value: 7, active: true });
    });

    test('none: 0', async () => {
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('none, while a consumer waits for some: 0', async () => {
      const { consumerTag } = await channel.consume(queue, () => undefined);
      expect(await poll()).toMatchObject({ value: 0, active: false });
      await channel.cancel(consumerTag);
    });

    test('the first job that a stream waits for, when it is looked at', async () => {
      const open = keda.streamIsActive(ref(source()));
      expect((await open.count(1)).value).toEqual({ result: false });
      await add(1);
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
    });

    test('a job that comes while it makes sure that there is none: it is counted and stays', async () => {
      const registry = new SourceRegistry({ connections: { jobs: config() } }, silent);
      try {
        const read = () => registry.source(source()).read(new AbortController().signal);
        const readings = Array.from({ length: 50 }, read);
        await add(1);
        await Promise.all(readings);
        expect(await read()).toEqual({ waiting: 1 });
        expect((await channel.get(queue) as GetMessage).content.toString()).toBe('0');
      } finally {
        registry.close();
      }
    });
  });

  test('in a queue of another virtual host, whatever their names have to be encoded as', async () => {
    await rabbitmq.api('PUT', 'queues/team%2Fa/jobs%20%26%20more', { durable: true });
    await rabbitmq.api('POST', 'exchanges/team%2Fa/amq.default/publish', { properties: {}, routing_key: 'jobs & more', payload: 'job', payload_encoding: 'string' });
    expect(await poll({ connection: 'other', queue: 'jobs & more' })).toMatchObject({ value: 1 });
  });

  test('many queues are asked for at once, over one connection', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `${queue}-${index}`);
    await Promise.all(names.map((name) => channel.assertQueue(name)));
    names.forEach((name, jobs) => Array.from({ length: jobs }, () => channel.sendToQueue(name, Buffer.from('job'))));
    await channel.waitForConfirms();
    expect((await Promise.all(names.map((name) => poll({ queue: name })))).map(({ value }) => value)).toEqual(names.map((_, jobs) => jobs));
  });

  describe('is an error, never 0', () => {
    test('for a queue that is not there, and the next one is read all the same', async () => {
      await declare();
      await add(2);
      const [missing, there] = await Promise.all([problem({ queue: 'jobs-' }), poll()]);
      expect(missing).toBe(`connection jobs: ${address()}: queue jobs-: there is no such queue; `
        + 'correct the queue of the metric source or the virtual host of the connection, or declare the queue');
      expect(there).toMatchObject({ value: 2 });
    });

    test('for an empty queue that the user may not read', async () => {
      await channel.assertQueue('secret');
      expect(await problem({ queue: 'secret' })).toMatch(/queue secret: .*ACCESS_REFUSED.*; allow the user of the connection to read the queue: an empty one is told by taking from it$/);
    });

    test('for an empty stream, from which nobody takes, and another queue is read all the same', async () => {
      const stream = queue;
      await channel.assertQueue(stream, { durable: true, arguments: { 'x-queue-type': 'stream' } });
      for (let round = 0; round < 5; round++) {
        queue = `${stream}-${round}`;
        await declare();
        await add(3);
        const [bad, good] = await Promise.all([problem({ queue: stream }), poll()]);
        expect(bad).toContain(`queue ${stream}: `);
        expect(good).toMatchObject({ value: 3, active: true });
      }
    });

    test.each([
      ['absent', 'virtual host nowhere: there is no such virtual host, or the user may not use it'],
      ['refused', 'ACCESS_REFUSED'],
    ])('over a connection that is %s', async (connection, message) => {
      const details = await problem({ connection });
      expect(details).toContain(`connection ${connection}: amqp://127.0.0.1:${rabbitmq.amqpPort}`);
      expect(details).toContain(message);
      expect(details).toContain('; check that it runs, that this pod may connect to it, its user, password, virtual host and certificate');
    });

    test('for garbage', async () => {
      const { error, ms } = await pollStranger(GARBAGE, (port) => config({ port }), ref(source()));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: ') });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });
  });

  describe('TLS', () => {
    test('a server signed by the authority of the connection is read', async () => {
      await declare();
      await add(2);
      expect(await poll({ connection: 'secure' })).toMatchObject({ value: 2 });
    });

    test('a server that another authority signed is an error that says so', async () => {
      expect(await problem({ connection: 'mistrusted' })).toMatch(/^connection mistrusted: amqps:.*certificate/);
    });
  });

  describe('whatever RabbitMQ does, every call is answered within 2 s, and never with a number that was not read', () => {
    /** Every answer until the right one is an error. */
    const recovery = async (value: number) => {
      const began = performance.now();
      for (;;) {
        const { result, error } = await timed(() => poll());
        if (error === undefined) {
          expect(result).toMatchObject({ value, active: true });
          return performance.now() - began;
        }
        expect(error).toMatchObject({ code: status.UNAVAILABLE });
        expect(performance.now() - began).toBeLessThan(40_000);
        await pause(20);
      }
    };

    test('hung, and going on', async () => {
      await declare();
      await add(3);
      await recovery(3);
      rabbitmq.pause();
      await pause(1050);
      expect(await problem()).toBe(`connection jobs: ${address()}: did not answer within 1000 ms; check that it runs and is not overloaded`);
      rabbitmq.resume();
      expect(await recovery(3)).toBeLessThan(2000);
    });

    test('its connection closed by an administrator', async () => {
      await declare();
      await add(3);
      await recovery(3);
      await rabbitmq.api('DELETE', 'connections/username/scaler');
      await pause(1050);
      expect(await recovery(3)).toBeLessThan(2000);
    });

    test('an outage is logged once, and a queue that is missing is none', async () => {
      const logged: string[] = [];
      const log: Log = (level, message) => logged.push(`${level} ${message}`);
      const registry = new SourceRegistry({ connections: { jobs: config() } }, log);
      const read = (name: string) => registry.source(source({ queue: name })).read(new AbortController().signal);
      try {
        await declare();
        await read(queue);
        await expect(read('missing')).rejects.toThrow('there is no such queue');
        expect(logged).toEqual([]);
        rabbitmq.pause();
        await expect(read(queue)).rejects.toThrow('did not answer');
        await expect(read(queue)).rejects.toThrow('did not answer');
        rabbitmq.resume();
        await read(queue);
        await read(queue);
        expect(logged).toEqual(['error connection lost', 'info connection is back']);
      } finally {
        registry.close();
      }
    });

    test.each(['classic', 'quorum'] as const)('killed while it is used, and restarted: a %s queue', async (type) => {
      await openClient();
      await declare(type);
      await add(3);
      await recovery(3);
      await pause(WRITTEN_MS);
      await rabbitmq.kill();
      await pause(1050);
      expect(await problem()).toContain('connect ECONNREFUSED');
      const restarted = rabbitmq.launch();
      await recovery(3); // from the first answer on: a quorum queue has no leader yet, and 0 would be a false one
      await restarted;
    }, 60_000);
  });
});
