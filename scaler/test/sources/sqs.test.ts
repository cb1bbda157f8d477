import { mkdtempSync, writeFileSync } from 'fs';
import { createServer, RequestListener, Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { CreateQueueCommand, DeleteMessageCommand, DeleteQueueCommand, Message, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { status } from '@grpc/grpc-js';
import { ScalerConfig, SqsSourceMetadata } from '../../../lib/contract';
import { SqsServer } from '../../../test/support/sqs-server';
import { Log } from '../../src/log';
import { Scaler } from '../../src/scaler';
import { SourceRegistry } from '../../src/sources/registry';
import { Keda, pause, ref, start, timed } from '../support';

function sqs(queue: string, includeDelayed = false): SqsSourceMetadata {
  return { type: 'sqs', connection: 'jobs', queue, includeDelayed };
}

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'secret-')), name);
  writeFileSync(path, text);
  return path;
}

/** Holds the id of the key of the newest configuration. */
let keyFile = '';

function escaped(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

function config(endpoint: string): ScalerConfig {
  keyFile = file('id', 'AKIDEXAMPLE\n');
  return {
    connections: {
      jobs: { type: 'sqs', region: 'eu-central-1', endpoint, accessKeyIdFile: keyFile, secretAccessKeyFile: file('secret', 'very secret\n') },
    },
  };
}

describe('SQS', () => {
  let server: SqsServer;
  let client: SQSClient;
  let scaler: Scaler;
  let keda: Keda;
  let queue = '';
  let url = '';
  let queues = 0;

  beforeAll(async () => {
    server = await SqsServer.start();
    client = new SQSClient({
      region: 'eu-central-1', endpoint: server.endpoint, useQueueUrlAsEndpoint: false, credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    scaler = await start(config(server.endpoint));
    keda = new Keda(scaler.grpcPort);
  });
  afterAll(async () => {
    keda?.close();
    await scaler?.stop();
    client?.destroy();
    await server?.kill();
  });
  beforeEach(async () => {
    queue = `jobs-${queues++}`;
    url = await create();
  });

  const create = async () => (await client.send(new CreateQueueCommand({ QueueName: queue, Attributes: { VisibilityTimeout: '600' } }))).QueueUrl!;
  const add = async (jobs: number, DelaySeconds?: number) => {
    for (let job = 0; job < jobs; job++) {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: `job ${job}`, DelaySeconds }));
    }
  };
  const take = async (jobs: number): Promise<Message[]> =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: jobs }))).Messages!;
  const done = async (messages: readonly Message[]) => {
    for (const { ReceiptHandle } of messages) {
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    }
  };
  const poll = (source = sqs(queue)) => keda.poll(ref(source));
  const expectError = async (message: string | RegExp, caller = keda, source = sqs(queue)) => {
    const { error, ms } = await timed(() => caller.getMetrics(ref(source)));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(typeof message === 'string' ? escaped(message) : message) });
    expect(error!.details).not.toContain('very secret');
    expect(ms).toBeLessThan(2000);
  };

  describe('counts what is waiting and in flight', () => {
    test('3 waiting', async () => {
      await add(3);
      expect(await poll()).toEqual({ target: 5, value: 3, active: true });
    });

    test('4 waiting and 2 taken', async () => {
      await add(6);
      await take(2);
      expect(await poll()).toMatchObject({ value: 6, active: true });
    });

    test('the last one taken: 1, though nothing waits', async () => {
      await add(1);
      await take(1);
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('all done: 0', async () => {
      await add(2);
      await done(await take(2));
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('delayed ones only if they are asked for', async () => {
      await add(2);
      await add(3, 600);
      expect(await poll()).toMatchObject({ value: 2 });
      expect(await poll(sqs(queue, true))).toMatchObject({ value: 5 });
    });
  });

  test('the first job is pushed within the second after which the queue is looked at again', async () => {
    const open = keda.streamIsActive(ref(sqs(queue)));
    expect((await open.count(1)).value).toEqual({ result: false });
    await add(1);
    expect((await open.count(2, 2500)).value).toEqual({ result: true });
    open.cancel();
  });

  test('a queue that does not exist is an error, and read when it does', async () => {
    await poll();
    await client.send(new DeleteQueueCommand({ QueueUrl: url }));
    await pause(1050);
    await expectError(`connection jobs: SQS ${server.endpoint}: there is no queue ${queue}; create it, or correct the queue of the metric source or the region of the connection`);
    await expectError(/region of the connection$/);
    url = await create();
    await add(2);
    expect(await poll()).toMatchObject({ value: 2 });
  });

  test('a connection that the scaler does not have is an error that says so', async () => {
    const { error } = await timed(() => keda.getMetrics(ref({ ...sqs(queue), connection: 'other' })));
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('connection: got "other"; expected a connection of this scaler (jobs)') });
  });

  test('never 0 while the service is killed or hangs, and the right number soon after', async () => {
    await add(2);
    await poll();
    server.pause();
    await pause(1050);
    await expectError(`SQS ${server.endpoint}: did not answer within 1000 ms; check the region, the endpoint and the network to it`);
    server.resume();
    expect(await poll()).toMatchObject({ value: 2 });
    await server.kill();
    await pause(1050);
    await expectError(`connection jobs: SQS ${server.endpoint}: `);
    await server.launch();
    url = await create();
    await add(1);
    expect(await poll()).toMatchObject({ value: 1 });
  });

  test('an outage is logged once, and a queue that is missing is none', async () => {
    const logged: string[] = [];
    const log: Log = (level, message) => logged.push(`${level} ${message}`);
    const registry = new SourceRegistry(config(server.endpoint), log);
    const read = (name: string) => registry.source(sqs(name)).read(new AbortController().signal);
    try {
      await read(queue);
      await expect(read('missing')).rejects.toThrow('there is no queue missing');
      await read(queue);
      expect(logged).toEqual([]);
      await server.kill();
      await expect(read(queue)).rejects.toThrow('connection jobs');
      await expect(read(queue)).rejects.toThrow('connection jobs');
      await server.launch();
      url = await create();
      await read(queue);
      await read(queue);
      expect(logged).toEqual(['error requests fail', 'info requests succeed again']);
    } finally {
      registry.close();
    }
  });

  describe('answers that an emulator does not give', () => {
    let service: Server;
    let odd: Scaler;
    let caller: Keda;

    const serve = async (listener: RequestListener) => {
      service = createServer(listener);
      await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
      odd = await start(config(`http://127.0.0.1:${(service.address() as AddressInfo).port}`));
      caller = new Keda(odd.grpcPort);
    };
    const refusing = (code: string, message: string): RequestListener => (_, response) => {
      response.writeHead(403, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message }));
    };

    afterEach(async () => {
      caller.close();
      await odd.stop();
      service.closeAllConnections();
      await new Promise((resolve) => service.close(resolve));
    });

    test('a key that is no longer valid', async () => {
      await serve(refusing('InvalidClientTokenId', 'The security token included in the request is invalid'));
      await expectError('The security token included in the request is invalid; check that it can be reached from this pod, and its credentials', caller);
    });

    test('a key that is exchanged is used without a restart', async () => {
      const keys: string[] = [];
      const answer = refusing('InvalidClientTokenId', 'invalid');
      await serve((request, response) => {
        keys.push(/Credential=([^/]+)/.exec(request.headers.authorization!)![1]);
        answer(request, response);
      });
      await expectError('invalid', caller);
      writeFileSync(keyFile, 'AKIDNEXT');
      await expectError('invalid', caller);
      expect(keys).toEqual(['AKIDEXAMPLE', 'AKIDNEXT']);
    });

    test('a role that may not', async () => {
      await serve(refusing('AccessDeniedException', 'User is not authorized'));
      await expectError('access denied; allow sqs:GetQueueUrl and sqs:GetQueueAttributes on the queue', caller);
    });

    test.each([
      ['garbage', 'not JSON', 'connection jobs: SQS'],
      ['an empty object', '{}', 'has undefined as ApproximateNumberOfMessages; expected a whole number'],
      ['no number', '{"QueueUrl": "http://elsewhere.example/1/jobs", "Attributes": {"ApproximateNumberOfMessages": "NaN"}}', 'has "NaN" as ApproximateNumberOfMessages'],
    ])('%s', async (_, body, message) => {
      await serve((__, response) => {
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
      });
      await expectError(message, caller);
    });
  });

  describe('credentials', () => {
    const ENV = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_EC2_METADATA_DISABLED'];
    const before = ENV.map((name) => process.env[name]);

    afterEach(() => ENV.forEach((name, index) => {
      if (before[index] === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = before[index];
      }
    }));

    const polled = async () => {
      const scalerWithoutKey = await start({ connections: { jobs: { type: 'sqs', region: 'eu-central-1', endpoint: server.endpoint } } });
      const caller = new Keda(scalerWithoutKey.grpcPort);
      try {
        return await timed(() => caller.poll(ref(sqs(queue))));
      } finally {
        caller.close();
        await scalerWithoutKey.stop();
      }
    };

    test("are the pod's without an access key", async () => {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'very secret' });
      expect((await polled()).result).toMatchObject({ value: 0 });
    });

    test('that are nowhere are an error that says so', async () => {
      delete process.env.AWS_ACCESS_KEY_ID;
      process.env.AWS_EC2_METADATA_DISABLED = 'true';
      expect((await polled()).error).toMatchObject({
        code: status.UNAVAILABLE, details: expect.stringMatching(/no credentials: .*; give the ExternalScaler an identity of AWS, or the connection an accessKey$/),
      });
    });
  });
});
