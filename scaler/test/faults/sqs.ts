import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Broker, BrokerKind, JOBS } from './broker';
import { SqsServer } from '../../../test/support/sqs-server';
import { secretFile } from '../support';

/** The emulator keeps nothing, and lets in everybody: a key that is not valid any more is in `sources/sqs.test.ts`. */
export const sqs: BrokerKind = {
  name: 'sqs',
  start: async (): Promise<Broker> => {
    const server = await SqsServer.start();
    const fill = async () => {
      const client = new SQSClient({
        region: 'eu-central-1', endpoint: server.endpoint, useQueueUrlAsEndpoint: false, credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'jobs' }));
      await Promise.all(Array.from({ length: JOBS }, (_, job) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: `${job}` }))));
      client.destroy();
    };
    await fill();
    return {
      server,
      port: Number(new URL(server.endpoint).port),
      connection: (port) => ({
        type: 'sqs', region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}`, accessKeyIdFile: secretFile('test'), secretAccessKeyFile: secretFile('test'),
      }),
      sources: [{ type: 'sqs', connection: 'sqs', queue: 'jobs', includeDelayed: false }],
      refill: fill,
      stop: () => server.kill(),
    };
  },
};
