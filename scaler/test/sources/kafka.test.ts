import { status } from '@grpc/grpc-js';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Admin, Kafka, logLevel, Producer, ResourcePatternTypes } from 'kafkajs';
import { KafkaAuthenticationConfig, KafkaConnectionConfig, KafkaSourceMetadata } from '../../../lib/contract';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { freePort } from '../../../rehearsal/src/run/free-port';
import { describeWithKafka, KafkaServer } from '../../../test/support/kafka-server';
import { Scaler } from '../../src/scaler';
import { GARBAGE, pollStranger } from '../stranger';
import { Keda, pause, ref, secretFile, start, timed } from '../support';

/** Every answer is due within this time, whatever Kafka does. */
const DEADLINE_MS = 2000;

const PASSWORD = 'correct horse';

/** Tries again until it succeeds. */
const until = async (succeeds: () => Promise<unknown>) => {
  for (const began = performance.now(); ;) {
    try {
      await succeeds();
      return;
    } catch (error) {
      if (performance.now() - began > 10_000) {
        throw error;
      }
      await pause(20);
    }
  }
};

describeWithKafka('the lag of a Kafka consumer group', () => {
  let server: KafkaServer;
  let kafka: Kafka;
  let owner: Admin;
  let producer: Producer;
  let worker: Producer;
  let scaler: Scaler;
  let keda: Keda;
  let topic = '';
  let topics = 0;

  const config = (port: number, more: Partial<KafkaConnectionConfig> = {}): KafkaConnectionConfig => (
    { type: 'kafka', brokers: [{ host: '127.0.0.1', port }], tls: false, ...more });
  const authentication = (type: KafkaAuthenticationConfig['type'], username: string, password: string): Partial<KafkaConnectionConfig> => (
    { authentication: { type, username, passwordFile: secretFile(password) } });
  const source = (more: Partial<KafkaSourceMetadata> = {}): KafkaSourceMetadata => (
    { type: 'kafka', connection: 'jobs', group: `workers-of-${topic}`, topic, offsetReset: 'earliest', ...more });
  const poll = (more: Partial<KafkaSourceMetadata> = {}) => keda.poll(ref(source(more)));
  const problem = async (more: Partial<KafkaSourceMetadata> = {}) => {
    const { error, ms } = await timed(() => keda.getMetrics(ref(source(more))));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };
  const create = (partitions: number = 1) => owner.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
  const add = async (jobs: number, partition: number = 0) => {
    await producer.send({ topic, messages: Array.from({ length: jobs }, (_, job) => ({ key: 'key', value: String(job), partition })) });
  };
  /** What workers do when jobs are done: the offsets of the first partitions. */
  const commit = async (offsets: readonly number[], group: string = `workers-of-${topic}`) => {
    const transaction = await worker.transaction(); // without one, only a member of the group can commit
    const partitions = offsets.map((offset, partition) => ({ partition, offset: String(offset) }));
    await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic, partitions }] });
    await transaction.commit();
    await until(async () => expect(await committed(group)).toMatchObject(Object.fromEntries(offsets.entries())));
  };
  const committed = async (group: string) => {
    const [{ partitions }] = await owner.fetchOffsets({ groupId: group, topics: [topic] });
    return Object.fromEntries(partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  };

  beforeAll(async () => {
    const authority = await createAuthority('kafka-ca');
    server = await KafkaServer.start(
      { scaler: PASSWORD, stranger: PASSWORD }, await issue(authority, { commonName: 'kafka', addresses: ['127.0.0.1'] }));
    kafka = new Kafka({ brokers: [`127.0.0.1:${server.ports.plain}`], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50, maxRetryTime: 200, retries: 50 } });
    owner = kafka.admin();
    producer = kafka.producer({ createPartitioner: () => ({ message }) => message.partition! });
    await owner.connect();
    worker = kafka.producer({ transactionalId: 'worker', idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    await worker.connect();
    topic = 'guarded';
    await create();
    await add(2);
    await until(() => committed('anybody')); // the broker loads what groups have committed
    await commit([0]);
    scaler = await start({
      connections: {
        'jobs': config(server.ports.plain),
        'plain': config(server.ports.sasl, authentication('plain', 'scaler', `${PASSWORD}\n`)),
        'scram-sha-256': config(server.ports.sasl, authentication('scram-sha-256', 'scaler', PASSWORD)),
        'scram-sha-512': config(server.ports.sasl, authentication('scram-sha-512', 'scaler', PASSWORD)),
        'wrong-plain': config(server.ports.sasl, authentication('plain', 'scaler', 'wrong')),
        'wrong-scram': config(server.ports.sasl, authentication('scram-sha-512', 'scaler', 'wrong')),
        'unproven': config(server.ports.sasl),
        'stranger': config(server.ports.sasl, authentication('plain', 'stranger', PASSWORD)),
        'half-gone': config(server.ports.plain, { brokers: [{ host: '127.0.0.1', port: await freePort() }, { host: '127.0.0.1', port: server.ports.plain }] }),
        'secure': config(server.ports.tls, { tls: true, caFile: secretFile(authority.certificate) }),
        'mistrusted': config(server.ports.tls, { tls: true, caFile: secretFile((await createAuthority('another-ca')).certificate) }),
        'not-tls': config(server.ports.plain, { tls: true, caFile: secretFile(authority.certificate) }),
        'not-plain': config(server.ports.tls),
      },
    });
    keda = new Keda(scaler.grpcPort);
  }, 60_000);
  afterAll(async () => {
    keda.close();
    await scaler.stop();
    await producer.disconnect();
    await worker.disconnect();
    await owner.disconnect();
    await server.stop();
  });
  beforeEach(() => {
    topic = `jobs-${topics++}`;
  });

  describe('counts what is not committed', () => {
    test('47 jobs in 3 partitions at 5 per replica', async () => {
      await create(3);
      await Promise.all([add(40, 0), add(7, 2)]);
      await commit([0, 0, 0]);
      expect(await poll()).toEqual({ target: 5, value: 47, active: true });
    });

    test('7 sent, 3 taken, 1 of them done: 6, of which 4 wait', async () => {
      await create();
      await add(7);
      await commit([1]);
      expect(await poll()).toMatchObject({ value: 6, active: true });
    });

    test('the last one taken and still running: 1, though nothing waits', async () => {
      await create();
      await add(1);
      await commit([0]);
      const consumer = kafka.consumer({ groupId: `workers-of-${topic}` });
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      let finish = () => {};
      const taken = new Promise<void>((resolve) => {
        void consumer.run({
          eachMessage: () => new Promise<void>((done) => {
            finish = done;
            resolve();
          }),
        });
      });
      await taken;
      expect(await poll()).toMatchObject({ value: 1, active: true });
      finish();
      await consumer.disconnect(); // it commits
      await pause(1050);
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('one job is enough to be active, and wakes a worker within a second or so', async () => {
      await create();
      await commit([0]);
      const open = keda.streamIsActive(ref(source()));
      expect((await open.count(1)).value).toEqual({ result: false });
      const began = performance.now();
      await add(1);
      const { value, at } = await open.count(2);
      open.cancel();
      expect(value).toEqual({ result: true });
      expect(at - began).toBeLessThan(DEADLINE_MS + 500);
    });

    test('all done: 0', async () => {
      await create();
      await add(3);
      await commit([3]);
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('each group for itself', async () => {
      await create();
      await add(3);
      await commit([1], `first-of-${topic}`);
      await commit([2], `second-of-${topic}`);
      expect(await poll({ group: `first-of-${topic}` })).toMatchObject({ value: 2 });
      expect(await poll({ group: `second-of-${topic}` })).toMatchObject({ value: 1 });
    });

    test('without a topic all those of which the group has offsets', async () => {
      await create();
      await add(3);
      await commit([1], 'workers-of-several');
      topic = `${topic}-more`;
      await create(2);
      await add(4, 1);
      await commit([0], 'workers-of-several'); // none of partition 1 yet
      expect(await poll({ group: 'workers-of-several', topic: undefined })).toMatchObject({ value: 6 });
    });

    test('in a partition that the topic is given later', async () => {
      await create();
      await commit([0]);
      expect(await poll()).toMatchObject({ value: 0 });
      await owner.createPartitions({ topicPartitions: [{ topic, count: 2 }] });
      await producer.disconnect(); // it would look for the new one minutes later
      await producer.connect();
      await add(2, 1);
      await pause(1050);
      expect(await poll()).toMatchObject({ value: 2, active: true });
    });
  });

  describe('where the group has no offset that is still there', () => {
    test('of a group that has never been there, all that is kept counts', async () => {
      await create(2);
      await add(3, 0);
      await add(2, 1);
      expect(await poll()).toMatchObject({ value: 5, active: true });
    });

    test('an empty topic is 0', async () => {
      await create(2);
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('with offsetReset latest one job a partition, for a worker to take its place there', async () => {
      await create(3);
      await add(30);
      expect(await poll({ offsetReset: 'latest' })).toMatchObject({ value: 3, active: true });
      await commit([28, 0, 0]);
      await pause(1050);
      expect(await poll({ offsetReset: 'latest' })).toMatchObject({ value: 2, active: true });
    });

    test.each([
      ['earliest', 'what is kept counts', 4],
      ['latest', 'one job', 1],
    ] as const)('of messages that were deleted meanwhile: with offsetReset %s %s', async (offsetReset, _, value) => {
      await create();
      await add(10);
      await commit([2]);
      await owner.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '6' }] });
      expect(await poll({ offsetReset })).toMatchObject({ value, active: true });
    });

    test('all of them deleted before they were read: 0', async () => {
      await create();
      await add(10);
      await commit([2]);
      await owner.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '10' }] });
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });
  });

  describe('of transactions', () => {
    test('messages count when theirs is committed; its marker too, until a worker is past it', async () => {
      await create();
      await commit([0]);
      const writer = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
      await writer.connect();
      const transaction = await writer.transaction();
      await transaction.send({ topic, messages: [{ value: '0' }, { value: '1' }] });
      expect(await poll()).toMatchObject({ value: 0, active: false });
      await transaction.commit();
      await pause(1050);
      expect(await poll()).toMatchObject({ value: 3, active: true });
      await commit([3]);
      await pause(1050);
      expect(await poll()).toMatchObject({ value: 0, active: false });
      await writer.disconnect();
    });

    test('a worker that reads those of open ones is an error', async () => {
      await create();
      const writer = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
      await writer.connect();
      const transaction = await writer.transaction();
      await transaction.send({ topic, messages: [{ value: '0' }, { value: '1' }] });
      await commit([1]);
      expect(await problem()).toContain(`group workers-of-${topic}, topic ${topic}: offset 1 of partition 0 of topic ${topic} is beyond its end, 0; `
        + 'let workers read with isolation.level=read_committed, or reset the offset if messages were lost');
      await transaction.abort();
      await writer.disconnect();
    });
  });

  describe('is an error, never 0', () => {
    test('for a topic that is not there, and makes none', async () => {
      expect(await problem()).toBe(`connection jobs: kafka://127.0.0.1:${server.ports.plain}: there is no topic ${topic}; correct the metric source, or create it`);
      expect(await owner.listTopics()).not.toContain(topic);
    });

    test('without connecting anew, which would be another connection each second for all sources of the cluster', async () => {
      const clients = jest.spyOn(Kafka.prototype, 'admin');
      const other = await start({ connections: { jobs: config(server.ports.plain) } });
      const client = new Keda(other.grpcPort);
      try {
        for (const absent of ['absent-1', 'absent-2', 'a b']) {
          await expect(client.getMetrics(ref(source({ topic: absent })))).rejects.toThrow(`there is no topic ${absent}`);
        }
        expect(clients).toHaveBeenCalledTimes(1);
      } finally {
        client.close();
        await other.stop();
        clients.mockRestore();
      }
    });

    test('for a name that no topic can have', async () => {
      expect(await problem({ topic: 'a b' })).toContain('there is no topic a b; correct the metric source');
    });

    test('for a topic that is deleted meanwhile; others are read as before', async () => {
      const [kept] = [topic];
      await create();
      await add(2);
      topic = `${topic}-deleted`;
      await create();
      await add(2);
      expect(await poll()).toMatchObject({ value: 2 });
      await owner.deleteTopics({ topics: [topic] });
      await pause(1050);
      expect(await problem()).toContain(`there is no topic ${topic}`);
      expect(await poll({ topic: kept })).toMatchObject({ value: 2 });
    });

    test('for a group without offsets, where no topic is named', async () => {
      expect(await problem({ topic: undefined })).toContain(
        `group workers-of-${topic}, all its topics: the group has no offset of any topic; name the topic in the metric source, or correct the group`);
    });

    test('for a connection of another name', async () => {
      const { error } = await timed(() => keda.getMetrics(ref(source({ connection: 'elsewhere' }))));
      expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('expected a connection of this scaler (jobs, ') });
    });
  });

  describe('authentication', () => {
    const guarded = { group: 'workers-of-guarded', topic: 'guarded' };

    beforeAll(async () => {
      const allowed = (resourceType: AclResourceTypes, resourceName: string) => ({
        resourceType,
        resourceName,
        resourcePatternType: ResourcePatternTypes.LITERAL,
        principal: 'User:scaler',
        host: '*',
        operation: AclOperationTypes.DESCRIBE,
        permissionType: AclPermissionTypes.ALLOW,
      });
      await owner.createAcls({ acl: [allowed(AclResourceTypes.TOPIC, 'guarded'), allowed(AclResourceTypes.GROUP, 'workers-of-guarded')] });
    });

    test.each(['plain', 'scram-sha-256', 'scram-sha-512'])('by %s, of a user that may do no more than is needed', async (connection) => {
      expect(await poll({ connection, ...guarded })).toMatchObject({ value: 2 });
    });

    test.each([
      ['wrong-plain', /Authentication failed.*; check .* its authentication/i],
      ['wrong-scram', /Authentication failed.*; check .* its authentication/i],
      ['unproven', /; check .* its authentication/],
    ])('over a connection that is %s is an error that says so, without the password', async (connection, message) => {
      const details = await problem({ connection, ...guarded });
      expect(details).toContain(`connection ${connection}: kafka://127.0.0.1:${server.ports.sasl}: `);
      expect(details).toMatch(message);
      expect(details).not.toContain(PASSWORD);
    });

    test('a user that may not ask for the group is an error that says so', async () => {
      expect(await problem({ connection: 'stranger', ...guarded })).toContain('allowed Describe on the group');
    });

    test('a user that may not ask for the topic is an error that says so', async () => {
      await create();
      expect(await problem({ connection: 'plain', group: 'workers-of-guarded' })).toMatch(/authorized.*; allow Describe on the group and its topics to the user/i);
    });
  });

  describe('TLS', () => {
    test('a broker signed by the authority of the connection is read', async () => {
      await create();
      await add(2);
      expect(await poll({ connection: 'secure' })).toMatchObject({ value: 2 });
    });

    test.each([
      ['that another authority signed', 'mistrusted', /certificate/],
      ['that speaks no TLS', 'not-tls', /ssl|tls|did not answer/i],
      ['that speaks nothing else', 'not-plain', /check that it runs/],
    ])('a broker %s is an error', async (_, connection, message) => {
      await create();
      await add(2);
      expect(await problem({ connection })).toMatch(message);
    });
  });

  test('a broker that is gone is no problem where another one is named', async () => {
    await create();
    await add(2);
    for (let again = 0; again < 3; again++) {
      expect(await poll({ connection: 'half-gone', group: `again-${again}` })).toMatchObject({ value: 2 });
    }
  });

  test('one reading a second serves all workers on a queue', async () => {
    await create();
    await add(1);
    const polls = await Promise.all(Array.from({ length: 20 }, (_, other) => keda.poll(ref(source(), {}, `worker-${other}`))));
    expect(polls.map(({ value }) => value)).toEqual(Array(20).fill(1));
    const metrics = await (await fetch(`http://127.0.0.1:${scaler.healthPort}/metrics`)).text();
    const queue = `connection jobs: kafka://127.0.0.1:${server.ports.plain}: group workers-of-${topic}, topic ${topic}`;
    expect(metrics).toContain(`gpu_scaler_source_reads_total{source="${queue}",result="success"} 1\n`);
  });

  describe('whatever Kafka does, every call is answered within 2 s, and never with a number that was not read', () => {
    let falseZeros = 0;
    afterAll(() => expect(falseZeros).toBe(0));

    /** Every answer until the right one is an error. */
    const recovery = async () => {
      const began = performance.now();
      for (;;) {
        const { result, error, ms } = await timed(() => poll());
        expect(ms).toBeLessThan(DEADLINE_MS);
        if (error === undefined) {
          falseZeros += Number(result!.value === 0);
          expect(result).toMatchObject({ value: 3, active: true });
          return performance.now() - began;
        }
        expect(performance.now() - began).toBeLessThan(40_000);
        await pause(20);
      }
    };

    beforeEach(async () => {
      await create();
      await add(5);
      await commit([2]);
      await recovery();
    });

    test('hung, and going on', async () => {
      server.pause();
      await pause(1050);
      expect(await problem()).toContain('did not answer within 1000 ms; check that it runs and is not overloaded');
      expect(await problem()).toMatch(/did not answer within 1[05]00 ms/); // a new connection, which is not answered either
      server.resume();
      expect(await recovery()).toBeLessThan(2500);
    });

    test('killed while it is asked, and restarted', async () => {
      await pause(1050);
      server.pause();
      const asked = problem();
      await pause(200);
      await server.kill();
      expect(await asked).toContain(`connection jobs: kafka://127.0.0.1:${server.ports.plain}: `);
      await pause(1050);
      expect(await problem()).toContain('ECONNREFUSED');
      const restarted = server.launch();
      await recovery(); // from the first answer on, also while it starts
      await restarted;
    }, 60_000);
  });

  test('garbage is an error', async () => {
    const { error, ms } = await pollStranger(GARBAGE, (port) => config(port), ref(source()));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: ') });
    expect(ms).toBeLessThan(DEADLINE_MS);
  });
});
