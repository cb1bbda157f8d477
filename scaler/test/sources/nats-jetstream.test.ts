import { status } from '@grpc/grpc-js';
import { AckPolicy, JetStreamClient, JetStreamManager, jetstream, jetstreamManager, JsMsg } from '@nats-io/jetstream';
import { createAccount, createOperator, createUser, encodeAccount, encodeOperator, encodeUser, fmtCreds, KeyPair, User } from '@nats-io/jwt';
import { connect, credsAuthenticator, NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import { NatsConnectionConfig, NatsJetstreamSourceMetadata } from '../../../lib/contract';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { describeWithNats, NatsServer } from '../../../test/support/nats-server';
import { Scaler } from '../../src/scaler';
import { GARBAGE, pollStranger } from '../stranger';
import { Keda, pause, ref, secretFile, start, timed } from '../support';

/** Every answer is due within this time, whatever NATS does. */
const DEADLINE_MS = 2000;

const config = (port: number, more: Partial<NatsConnectionConfig> = {}): NatsConnectionConfig => (
  { type: 'nats', host: '127.0.0.1', port, tls: false, ...more });

/** One who plays producers and workers. */
class Client {
  public static async open(server: NatsServer, options: NodeConnectionOptions = {}): Promise<Client> {
    const connection = await connect({ servers: `127.0.0.1:${server.port}`, ...options });
    return new Client(connection, jetstream(connection), await jetstreamManager(connection));
  }

  private constructor(
    private readonly connection: NatsConnection, private readonly messages: JetStreamClient, public readonly manager: JetStreamManager,
  ) {}

  public async create(stream: string, consumer: object = {}): Promise<void> {
    await this.manager.streams.add({ name: stream, subjects: [`${stream}.>`] });
    await this.manager.consumers.add(stream, { durable_name: 'workers', ack_policy: AckPolicy.Explicit, ...consumer });
  }

  public async add(subject: string, jobs: number): Promise<void> {
    await Promise.all(Array.from({ length: jobs }, (_, job) => this.messages.publish(subject, String(job))));
  }

  public async take(stream: string, jobs: number): Promise<JsMsg[]> {
    const taken: JsMsg[] = [];
    for await (const message of await (await this.messages.consumers.get(stream, 'workers')).fetch({ max_messages: jobs })) {
      taken.push(message);
    }
    return taken;
  }

  public close(): Promise<void> {
    return this.connection.close();
  }
}

describeWithNats('a consumer of a NATS JetStream stream', () => {
  let server: NatsServer;
  let client: Client;
  let scaler: Scaler;
  let keda: Keda;
  let stream = '';
  let streams = 0;

  beforeAll(async () => {
    server = await NatsServer.start();
    client = await Client.open(server);
    scaler = await start({ connections: { jobs: config(server.port) } });
    keda = new Keda(scaler.grpcPort);
  });
  afterAll(async () => {
    keda.close();
    await scaler.stop();
    await client.close();
    await server.stop();
  });
  beforeEach(() => {
    stream = `jobs-${streams++}`;
  });

  const source = (more: Partial<NatsJetstreamSourceMetadata> = {}): NatsJetstreamSourceMetadata => (
    { type: 'nats-jetstream', connection: 'jobs', stream, consumer: 'workers', ...more });
  const poll = (more: Partial<NatsJetstreamSourceMetadata> = {}) => keda.poll(ref(source(more)));
  const problem = async (more: Partial<NatsJetstreamSourceMetadata> = {}) => {
    const { error, ms } = await timed(() => keda.getMetrics(ref(source(more))));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };
  const add = (jobs: number) => client.add(`${stream}.new`, jobs);
  const finish = (messages: readonly JsMsg[]) => Promise.all(messages.map((message) => message.ackAck()));

  describe('counts what is waiting and in flight', () => {
    test('47 jobs at 5 per replica', async () => {
      await client.create(stream);
      await add(47);
      expect(await poll()).toEqual({ target: 5, value: 47, active: true });
    });

    test('7 sent, 3 taken, 1 of them done: 6, though the stream holds 7', async () => {
      await client.create(stream);
      await add(7);
      const [first] = await client.take(stream, 3);
      await finish([first]);
      expect((await client.manager.streams.info(stream)).state.messages).toBe(7);
      expect(await poll()).toMatchObject({ value: 6, active: true });
    });

    test('the last 2 taken and still running: 2, though nothing waits', async () => {
      await client.create(stream);
      await add(2);
      await client.take(stream, 2);
      expect(await poll()).toMatchObject({ value: 2, active: true });
    });

    test('all done: 0', async () => {
      await client.create(stream);
      await add(2);
      await finish(await client.take(stream, 2));
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('one job is enough to be active', async () => {
      await client.create(stream);
      await add(1);
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('a job that a worker gave back: it waits or is in flight, but is counted', async () => {
      await client.create(stream);
      await add(1);
      const [job] = await client.take(stream, 1);
      job.nak(60_000);
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('those of its own subject only', async () => {
      await client.create(stream, { filter_subject: `${stream}.images` });
      await client.add(`${stream}.images`, 2);
      await client.add(`${stream}.sounds`, 3);
      expect(await poll()).toMatchObject({ value: 2 });
    });
  });

  describe('pushes the first job', () => {
    test.each([
      ['of any subject of the stream', {}],
      ['of the subject of the consumer', { filter_subject: 'SUBJECT' }],
    ])('%s within 100 ms (the median of 5, each when nothing was outstanding again)', async (_, consumer) => {
      await client.create(stream, 'filter_subject' in consumer ? { filter_subject: `${stream}.new` } : {});
      const pushed: number[] = [];
      const open = keda.streamIsActive(ref(source()));
      expect((await open.count(1)).value).toEqual({ result: false });
      await pause(100); // it subscribes
      for (let round = 0; round < 5; round++) {
        const began = performance.now();
        await add(1);
        pushed.push((await open.count(round + 2)).at - began);
        await finish(await client.take(stream, 1));
        await pause(2100); // it is looked at each second, with a reading at most a second old, and inactive then
      }
      open.cancel();
      expect(pushed.sort((a, b) => a - b)[2]).toBeLessThan(100);
    }, 30_000);

    test('and is subscribed only while nothing is outstanding', async () => {
      await client.create(stream);
      const subscribed = async () => (await server.subscriptions('gpu-autoscaler')).includes(`${stream}.>`);
      const open = keda.streamIsActive(ref(source()));
      await open.count(1);
      await pause(100);
      expect(await subscribed()).toBe(true);
      await add(1);
      await open.count(2);
      await pause(100);
      expect(await subscribed()).toBe(false);
      open.cancel();
    });
  });

  describe('is an error, never 0', () => {
    test('for a stream that is not there', async () => {
      expect(await problem()).toBe(`connection jobs: nats://127.0.0.1:${server.port}: there is no stream ${stream}; correct the metric source, or create it`);
    });

    test('for a consumer that is not there', async () => {
      await client.create(stream);
      expect(await problem({ consumer: 'worker' })).toContain(`there is no consumer worker of stream ${stream}; correct the metric source, or create it`);
    });

    test('for a consumer that wants no acknowledgements', async () => {
      await client.create(stream, { ack_policy: AckPolicy.None });
      expect(await problem()).toContain(`consumer workers of stream ${stream} wants no acknowledgements, so jobs in flight cannot be seen; use a consumer whose ack policy is explicit`);
    });

    test.each(['other.>', '*', 'a b'])('for %p as a name, which would be another request', async (consumer) => {
      expect(await problem({ consumer })).toContain('connection jobs: ');
    });

    test('for a connection of another name', async () => {
      const { error } = await timed(() => keda.getMetrics(ref(source({ connection: 'elsewhere' }))));
      expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('expected a connection of this scaler (jobs)') });
    });
  });

  describe('authentication', () => {
    /** What a scaler reads or says whose connection is this, of a server with one job for it. */
    const read = async (serverConfig: string, options: NodeConnectionOptions, more: Partial<NatsConnectionConfig>) => {
      const guarded = await NatsServer.start(serverConfig);
      const owner = await Client.open(guarded, options);
      const guardedScaler = await start({ connections: { jobs: config(guarded.port, more) } });
      const guardedKeda = new Keda(guardedScaler.grpcPort);
      try {
        await owner.create(stream);
        await owner.add(`${stream}.new`, 1);
        return await timed(() => guardedKeda.poll(ref(source())));
      } finally {
        guardedKeda.close();
        await guardedScaler.stop();
        await owner.close();
        await guarded.stop();
      }
    };
    const users = `authorization { users: [
      { user: owner, password: "owner's" }
      { user: scaler, password: "correct horse", permissions: { publish: ["$JS.API.CONSUMER.INFO.>"], subscribe: ["_INBOX.>"] } }
      { user: stranger, password: "correct horse", permissions: { publish: ["public"], subscribe: ["_INBOX.>"] } }
    ] }`;
    const owner = { user: 'owner', pass: "owner's" };
    const password = (username: string, text: string): Partial<NatsConnectionConfig> => (
      { authentication: { type: 'password', username, passwordFile: secretFile(text) } });

    test('by a password, of a user that may do no more than is needed', async () => {
      expect((await read(users, owner, password('scaler', 'correct horse\n'))).result).toMatchObject({ value: 1 });
    });

    test('by a token', async () => {
      expect((await read('authorization { token: "correct horse" }', { token: 'correct horse' }, { authentication: { type: 'token', tokenFile: secretFile('correct horse\n') } })).result)
        .toMatchObject({ value: 1 });
    });

    test.each([
      ['a wrong password', password('scaler', 'wrong')],
      ['none', {}],
      ['a wrong token', { authentication: { type: 'token', tokenFile: secretFile('wrong') } } as const],
    ])('%s is an error that says so', async (_, more) => {
      const { error, ms } = await read(users, owner, more);
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/^connection jobs: .*Authorization Violation.*; check .* its authentication/i) });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });

    test('a user that may not ask is an error that says so', async () => {
      const { error, ms } = await read(users, owner, password('stranger', 'correct horse'));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/^connection jobs: .*permission.*\$JS\.API\.CONSUMER\.INFO.*; allow it to the user/i) });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });

    /** A server whose users an operator vouches for, by way of their account, and the credentials of one that may do what is given. */
    const decentralized = async () => {
      const [operator, system, account] = [createOperator(), createAccount(), createAccount()];
      const unlimited = { conn: -1, subs: -1, data: -1, payload: -1, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
      const serverConfig = [
        `operator: ${await encodeOperator('operator', operator, { system_account: system.getPublicKey() })}`,
        'resolver: MEMORY',
        `resolver_preload: { ${system.getPublicKey()}: ${await encodeAccount('SYS', system, {}, { signer: operator })},`,
        `  ${account.getPublicKey()}: ${await encodeAccount('jobs', account, { limits: unlimited }, { signer: operator })} }`,
      ].join('\n');
      const credentials = async (permissions: Partial<User> = {}, signer: KeyPair = account) => {
        const user = createUser();
        return new TextDecoder().decode(fmtCreds(await encodeUser('user', user, signer, permissions), user));
      };
      return { serverConfig, credentials };
    };
    const byCredentials = (text: string): Partial<NatsConnectionConfig> => (
      { authentication: { type: 'credentials', credentialsFile: secretFile(text) } });

    test('by a credentials file, of a user that may do no more than is needed', async () => {
      const { serverConfig, credentials } = await decentralized();
      const least = await credentials({ pub: { allow: ['$JS.API.CONSUMER.INFO.>'], deny: [] }, sub: { allow: ['_INBOX.>'], deny: [] } });
      const ownerOptions = { authenticator: credsAuthenticator(new TextEncoder().encode(await credentials())) };
      expect((await read(serverConfig, ownerOptions, byCredentials(least))).result).toMatchObject({ value: 1 });
    });

    test('a credentials file of an account that the operator does not vouch for is an error that says so', async () => {
      const { serverConfig, credentials } = await decentralized();
      const ownerOptions = { authenticator: credsAuthenticator(new TextEncoder().encode(await credentials())) };
      const { error, ms } = await read(serverConfig, ownerOptions, byCredentials(await credentials({}, createAccount())));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/^connection jobs: .*Authorization Violation.*; check .* its authentication/i) });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });

    test('a credentials file that is none is an error that does not repeat it', async () => {
      const { error } = await read('', {}, { authentication: { type: 'credentials', credentialsFile: secretFile('SUAsecret') } });
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('unable to parse credentials') });
      expect(error!.details).not.toContain('SUAsecret');
    });
  });

  describe('TLS', () => {
    const read = async (trusts: 'its own authority' | 'another one', serves: 'TLS' | 'plain text' = 'TLS') => {
      const authority = await createAuthority('nats-ca');
      const certificate = await issue(authority, { commonName: 'nats', addresses: ['127.0.0.1'] });
      const trusted = trusts === 'its own authority' ? authority : await createAuthority('another-ca');
      const guarded = await NatsServer.start(serves === 'TLS' ? `tls { cert_file: "${secretFile(certificate.certificate)}", key_file: "${secretFile(certificate.key)}" }` : '');
      const guardedScaler = await start({ connections: { jobs: config(guarded.port, { tls: true, caFile: secretFile(trusted.certificate) }) } });
      const guardedKeda = new Keda(guardedScaler.grpcPort);
      const owner = await Client.open(guarded, serves === 'TLS' ? { tls: { rejectUnauthorized: false } } : {});
      try {
        await owner.create(stream);
        return await timed(() => guardedKeda.poll(ref(source())));
      } finally {
        await owner.close();
        guardedKeda.close();
        await guardedScaler.stop();
        await guarded.stop();
      }
    };

    test('a server signed by the authority of the connection is read', async () => {
      expect((await read('its own authority')).result).toMatchObject({ value: 0 });
    });

    test('a server that another authority signed is an error that says so', async () => {
      const { error, ms } = await read('another one');
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/^connection jobs: tls:.*certificate/) });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });

    test('a server that speaks no TLS is an error that says so', async () => {
      const { error } = await read('its own authority', 'plain text');
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/^connection jobs: tls:.*tls/) });
    });
  });

  describe('whatever NATS does, every call is answered within 2 s, and never with a number that was not read', () => {
    const broken: { server: NatsServer; scaler: Scaler; keda: Keda } = {} as any;

    beforeEach(async () => {
      broken.server = await NatsServer.start();
      const owner = await Client.open(broken.server);
      await owner.create(stream);
      await owner.add(`${stream}.new`, 3);
      await owner.take(stream, 1);
      await owner.close();
      broken.scaler = await start({ connections: { jobs: config(broken.server.port) } });
      broken.keda = new Keda(broken.scaler.grpcPort);
    });
    afterEach(async () => {
      broken.keda.close();
      await broken.scaler.stop();
      await broken.server.stop();
    });

    const expectErrors = async (message: RegExp) => {
      const calls = await Promise.all([timed(() => broken.keda.getMetrics(ref(source()))), timed(() => broken.keda.isActive(ref(source())))]);
      for (const { error, ms } of calls) {
        expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(message) });
        expect(error!.details).toContain(`connection jobs: nats://127.0.0.1:${broken.server.port}: `);
        expect(ms).toBeLessThan(DEADLINE_MS);
      }
    };
    /** Every answer until the right one is an error. */
    const recovery = async () => {
      const began = performance.now();
      for (;;) {
        const { result, error } = await timed(() => broken.keda.poll(ref(source())));
        if (error === undefined) {
          expect(result).toMatchObject({ value: 3, active: true });
          return performance.now() - began;
        }
        expect(performance.now() - began).toBeLessThan(5000);
        await pause(20);
      }
    };

    test('away from the beginning, then there', async () => {
      await broken.server.kill();
      await expectErrors(/ECONNREFUSED|connection refused/i);
      await broken.server.launch();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('killed while it is used, and restarted', async () => {
      await recovery();
      await broken.server.kill();
      await pause(1050);
      await expectErrors(/ECONNREFUSED|connection refused/i);
      const restarted = broken.server.launch();
      await recovery(); // from the first answer on, also while it starts
      await restarted;
    });

    test.each([0, 5000])('hung for 1 s and %p ms more, and going on', async (longer) => {
      await recovery();
      broken.server.pause();
      await pause(1050);
      await expectErrors(/(did not answer within 1000 ms|the connection ended before the answer came); check that it runs and is not overloaded/);
      await pause(longer);
      await expectErrors(/(did not answer within 1000 ms|the connection ended before the answer came); check that it runs and is not overloaded/);
      broken.server.resume();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('hung before the first call', async () => {
      broken.server.pause();
      await expectErrors(/did not answer within 1000 ms/);
      broken.server.resume();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('killed while it is asked', async () => {
      await recovery();
      await pause(1050);
      broken.server.pause();
      await pause(50); // all its threads have stopped then
      const asked = timed(() => broken.keda.getMetrics(ref(source())));
      await pause(200);
      await broken.server.kill();
      const { error, ms } = await asked;
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('the connection ended before the answer came; check that it runs') });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });

    test('a stream says nothing meanwhile, and pushes again when the server is back', async () => {
      const owner = await Client.open(broken.server);
      await owner.create(`${stream}-idle`);
      await owner.close();
      const open = broken.keda.streamIsActive(ref(source({ stream: `${stream}-idle` })));
      expect((await open.count(1)).value).toEqual({ result: false });
      await broken.server.kill();
      await pause(1500);
      await broken.server.launch();
      await pause(2500); // it is subscribed again
      expect(open.received).toHaveLength(1);
      const again = await Client.open(broken.server);
      const began = performance.now();
      await again.add(`${stream}-idle.new`, 1);
      expect((await open.count(2)).value).toEqual({ result: true });
      expect(performance.now() - began).toBeLessThan(500);
      open.cancel();
      await again.close();
    });

    test.each([
      ['says something else', GARBAGE],
      ['says nothing', ''],
    ])('a server that %s', async (_, text) => {
      const { error, ms } = await pollStranger(text, (port) => config(port), ref(source()));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: ') });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });
  });
});
