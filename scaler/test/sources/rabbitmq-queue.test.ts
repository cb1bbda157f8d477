import { mkdtempSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { status } from '@grpc/grpc-js';
import { ChannelModel, ConfirmChannel, GetMessage } from 'amqplib';
import { RabbitmqConnectionConfig, RabbitmqQueueSourceMetadata } from '../../../lib/contract';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { describeWithRabbitmq, RabbitmqServer } from '../../../test/support/rabbitmq-server';
import { Scaler } from '../../src/scaler';
import { Keda, pause, ref, start, timed } from '../support';

/** Every answer is due within this time, whatever RabbitMQ does. */
const DEADLINE_MS = 2000;

/** How old RabbitMQ's numbers of a quorum queue may be, and some more. */
const TICK_MS = 6500;

/** Queues that clients have for their replies, as the management API lists them: 2 MB. */
const REPLY_QUEUES = Array.from({ length: 20_000 }, (_, index) => (
  { messages_ready: 0, messages_unacknowledged: 0, name: `amq.gen-${String(index).padStart(22, 'x')}`, type: 'classic' }));

const directory = mkdtempSync(join(tmpdir(), 'rabbitmq-secrets-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};

describeWithRabbitmq('a RabbitMQ queue', () => {
  const shared: { rabbitmq: RabbitmqServer; client: ChannelModel; channel: ConfirmChannel; scaler: Scaler; keda: Keda } = {} as any;
  let queue = '';
  let queues = 0;

  const config = (more: Partial<RabbitmqConnectionConfig> = {}): RabbitmqConnectionConfig => ({
    type: 'rabbitmq',
    url: shared.rabbitmq.url,
    virtualHost: '/',
    authentication: { type: 'basic', username: 'scaler', passwordFile: join(directory, 'password') },
    ...more,
  });
  const openClient = async () => {
    shared.client = await shared.rabbitmq.client();
    shared.channel = await shared.client.createConfirmChannel();
  };

  beforeAll(async () => {
    const authority = await createAuthority('rabbitmq-ca');
    const server = await issue(authority, { commonName: 'rabbitmq', addresses: ['127.0.0.1'] });
    shared.rabbitmq = await RabbitmqServer.start({
      ca: file('ca.crt', authority.certificate), certificate: file('rabbitmq.crt', server.certificate), key: file('rabbitmq.key', server.key),
    });
    await openClient();
    // All that the scaler needs.
    await shared.rabbitmq.api('PUT', 'users/scaler', { password: 'correct horse', tags: 'management' });
    await shared.rabbitmq.api('PUT', 'permissions/%2F/scaler', { configure: '^$', write: '^$', read: '^$' });
    file('password', 'correct horse\n');
    shared.scaler = await start({
      connections: {
        jobs: config(),
        other: config({ virtualHost: 'team/a' }),
        absent: config({ virtualHost: 'nowhere' }),
        refused: config({ authentication: { type: 'basic', username: 'scaler', passwordFile: file('wrong', 'wrong') } }),
        unproven: config({ authentication: undefined }),
        secure: config({ url: shared.rabbitmq.tlsUrl, caFile: join(directory, 'ca.crt') }),
        mistrusted: config({ url: shared.rabbitmq.tlsUrl, caFile: file('another-ca.crt', (await createAuthority('another-ca')).certificate) }),
      },
    });
    shared.keda = new Keda(shared.scaler.grpcPort);
  }, 60_000);
  afterAll(async () => {
    shared.keda.close();
    await shared.scaler.stop();
    await shared.client.close().catch(() => undefined); // the server may be gone
    await shared.rabbitmq.stop();
  });
  beforeEach(() => {
    queue = `jobs-${queues++}`;
  });

  const declare = (type: 'classic' | 'quorum' | 'stream' = 'classic') => shared.channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': type } });
  const add = async (jobs: number) => {
    Array.from({ length: jobs }, (_, job) => shared.channel.sendToQueue(queue, Buffer.from(String(job)), { persistent: true }));
    await shared.channel.waitForConfirms();
  };
  const take = async (jobs: number): Promise<GetMessage[]> => {
    const taken: GetMessage[] = [];
    while (taken.length < jobs) {
      const message = await shared.channel.get(queue);
      if (message === false) {
        throw new Error(`${queue} has ${taken.length} jobs, expected ${jobs}`);
      }
      taken.push(message);
    }
    return taken;
  };
  const finish = async (messages: readonly GetMessage[]) => {
    messages.forEach((message) => shared.channel.ack(message));
    await shared.channel.checkQueue(queue); // the queue gets it after the acknowledgements, to which nothing is answered
  };
  const source = (more: Partial<RabbitmqQueueSourceMetadata> = {}): RabbitmqQueueSourceMetadata => ({ type: 'rabbitmq-queue', connection: 'jobs', queue, ...more });
  const poll = (more: Partial<RabbitmqQueueSourceMetadata> = {}) => shared.keda.poll(ref(source(more)));
  const problem = async (more: Partial<RabbitmqQueueSourceMetadata> = {}) => {
    const { error, ms } = await timed(() => shared.keda.getMetrics(ref(source(more))));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };

  describe('counts what is waiting and in flight', () => {
    beforeEach(() => declare());

    test('47 jobs at 5 per replica', async () => {
      await add(47);
      expect(await poll()).toEqual({ target: 5, value: 47, active: true });
    });

    test('7 waiting and 3 taken, which nobody else can take: 10', async () => {
      await add(10);
      await take(3);
      expect(await poll()).toMatchObject({ value: 10, active: true });
    });

    test('the last 2 taken and still running: 2, though nothing waits', async () => {
      await add(2);
      await take(2);
      expect(await poll()).toMatchObject({ value: 2, active: true });
    });

    test('all done: 0', async () => {
      await add(2);
      await finish(await take(2));
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('one job is enough to be active', async () => {
      await add(1);
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('an empty queue that was declared just now: 0', async () => {
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('a job of a worker that died: it waits again', async () => {
      await add(1);
      const worker = await shared.rabbitmq.client();
      await (await worker.createChannel()).get(queue);
      await worker.close();
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('jobs as they come, are taken and are done, where the statistics would be up to 10 s old', async () => {
      for (const { step, value } of [
        { step: () => add(3), value: 3 },
        { step: async () => finish(await take(1)), value: 2 },
        { step: () => take(2), value: 2 },
        { step: () => add(4), value: 6 },
      ]) {
        await step();
        await pause(1050); // calls share a reading for a second
        expect(await poll()).toMatchObject({ value });
      }
    });

    test('in a queue of another virtual host, whatever their names have to be encoded as', async () => {
      await shared.rabbitmq.api('PUT', 'vhosts/team%2Fa');
      await shared.rabbitmq.api('PUT', 'permissions/team%2Fa/scaler', { configure: '^$', write: '^$', read: '^$' });
      await shared.rabbitmq.api('PUT', 'permissions/team%2Fa/guest', { configure: '.*', write: '.*', read: '.*' });
      await shared.rabbitmq.api('PUT', 'queues/team%2Fa/jobs%20%26%20more', { durable: true });
      await shared.rabbitmq.api('POST', 'exchanges/team%2Fa/amq.default/publish', {
        properties: {}, routing_key: 'jobs & more', payload: 'job', payload_encoding: 'string',
      });
      expect(await poll({ connection: 'other', queue: 'jobs & more' })).toMatchObject({ value: 1 });
    });
  });

  test('of a quorum queue the numbers come late, as RabbitMQ has them, and until it has any there is an error', async () => {
    await declare('quorum');
    await add(3);
    const [first] = await take(2);
    expect(await problem()).toContain(`queue ${queue}: gave nothing as messages_ready; expected a number; wait some seconds if the queue or its server is new`);
    await pause(TICK_MS);
    expect(await poll()).toMatchObject({ value: 3, active: true });
    await finish([first]);
    await pause(TICK_MS);
    expect(await poll()).toMatchObject({ value: 2, active: true });
  }, 30_000);

  test('an empty quorum queue: 0, when RabbitMQ has said so', async () => {
    await declare('quorum');
    await pause(2 * TICK_MS);
    expect(await poll()).toMatchObject({ value: 0, active: false });
  }, 30_000);

  test('the first job that a stream waits for, when it is looked at', async () => {
    await declare();
    const open = shared.keda.streamIsActive(ref(source()));
    expect((await open.count(1)).value).toEqual({ result: false });
    await add(1);
    expect((await open.count(2)).value).toEqual({ result: true });
    open.cancel();
  });

  describe('is an error, never 0', () => {
    test('for a queue that is not there', async () => {
      await declare();
      expect(await problem({ queue: 'jobs-' })).toBe(`connection jobs: ${shared.rabbitmq.url}: virtual host /: queue jobs-: there is no such queue; `
        + 'correct the queue of the metric source or the virtual host of the connection, or declare the queue');
    });

    test('for a virtual host that is not there', async () => {
      expect(await problem({ connection: 'absent' })).toContain('answered 404: virtual host nowhere is not there');
    });

    test('for a stream', async () => {
      await declare('stream');
      expect(await problem()).toContain('it is a stream, which keeps what was read; expected a classic or a quorum queue');
    });

    test.each(['refused', 'unproven'])('for a user that is %s', async (connection) => {
      expect(await problem({ connection })).toBe(`connection ${connection}: ${shared.rabbitmq.url}: queues of virtual host /: answered 401; check the authentication of the connection`);
    });

    test('for a connection of another name', async () => {
      const { error } = await timed(() => shared.keda.getMetrics(ref(source({ connection: 'elsewhere' }))));
      expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('expected a connection of this scaler (jobs, ') });
    });

    test.each([
      ['another API', '{"status":"success"}', "the answer is not one of RabbitMQ's management API; check the URL of the connection"],
      ['no JSON', '<html>', 'answered something that is not JSON'],
      ['a queue without numbers, whose node is down', '[{"name":"down","state":"down"}]', 'queue down: gave nothing as messages_ready; expected a number'],
      ['half of the numbers', '[{"name":"down","state":"running","messages_ready":0}]', 'gave nothing as messages_unacknowledged'],
      ['a text for a number', '[{"name":"down","state":"running","messages_ready":"0"}]', 'gave "0" as messages_ready'],
    ])('for %s', (_, body, message) => withServer(body, async (keda) => {
      const { error } = await timed(() => keda.getMetrics(ref(source({ queue: 'down' }))));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(message) });
    }));
  });

  test('is found among the many reply queues of clients', () => (
    withServer(JSON.stringify([...REPLY_QUEUES, { name: 'jobs', type: 'classic', messages_ready: 40, messages_unacknowledged: 2 }]), async (keda) => {
      expect(await keda.poll(ref(source({ queue: 'jobs' })))).toMatchObject({ value: 42 });
    })
  ));

  /** What the scaler makes of a management API that answers so. */
  async function withServer(body: string, use: (keda: Keda) => Promise<void>): Promise<void> {
    const server = createServer((_request, response) => response.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const scaler = await start({ connections: { jobs: config({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }) } });
    const keda = new Keda(scaler.grpcPort);
    try {
      await use(keda);
    } finally {
      keda.close();
      await scaler.stop();
      server.closeAllConnections();
      server.close();
    }
  }

  describe('TLS', () => {
    test('a server signed by the authority of the connection is read', async () => {
      await declare();
      await add(2);
      expect(await poll({ connection: 'secure' })).toMatchObject({ value: 2 });
    });

    test('a server that another authority signed is an error that says so', async () => {
      expect(await problem({ connection: 'mistrusted' })).toMatch(/^connection mistrusted: https:.*certificate/);
    });
  });

  test('many queues of a virtual host are asked for at once', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `${queue}-${index}`);
    await Promise.all(names.map((name) => shared.channel.assertQueue(name)));
    await Promise.all(names.map((name, jobs) => Promise.all(Array.from({ length: jobs }, () => shared.channel.sendToQueue(name, Buffer.from('job'))))));
    await shared.channel.waitForConfirms();
    expect((await Promise.all(names.map((name) => poll({ queue: name })))).map(({ value }) => value)).toEqual(names.map((_, jobs) => jobs));
  });

  test('the user loses its right, and gets it back', async () => {
    await declare();
    await add(1);
    await poll();
    await shared.rabbitmq.api('PUT', 'users/scaler', { password: 'exchanged', tags: 'management' });
    await pause(1050);
    expect(await problem()).toContain('answered 401');
    file('password', 'exchanged');
    expect(await poll()).toMatchObject({ value: 1 });
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
      shared.rabbitmq.pause();
      await pause(1050);
      expect(await problem()).toBe(`connection jobs: ${shared.rabbitmq.url}: did not answer within 1000 ms; check that it runs and is not overloaded`);
      shared.rabbitmq.resume();
      expect(await recovery(3)).toBeLessThan(2000);
    });

    test.each(['classic', 'quorum'] as const)('killed while it is used, and restarted: a %s queue', async (type) => {
      await openClient();
      await declare(type);
      await add(3);
      await take(1); // which is given back when its worker's connection is gone
      await recovery(3);
      await shared.rabbitmq.kill();
      await pause(1050);
      expect(await problem()).toContain('connect ECONNREFUSED');
      const restarted = shared.rabbitmq.launch();
      await recovery(3); // from the first answer on, also while it starts
      await restarted;
    }, 60_000);
  });
});
