import { Broker, BrokerKind, JOBS, PASSWORD } from './broker';
import { ConnectionConfig } from '../../../lib/contract';
import { RabbitmqServer } from '../../../test/support/rabbitmq-server';
import { secretFile } from '../support';

/** What tells the two ways to read a queue apart. */
interface Way {
  readonly queueType: 'classic' | 'quorum';
  /** How many of the jobs a worker has. When the server is killed they wait again. */
  readonly inFlight: number;
  readonly isKilledElsewhere?: boolean;
  /** What the user `scaler` has. */
  readonly tags: string;
  readonly read: string;
  port(server: RabbitmqServer): number;
  connection(port: number): ConnectionConfig;
}

function kindOf(name: string, { queueType, inFlight, isKilledElsewhere, tags, read, port, connection }: Way): BrokerKind {
  return {
    name,
    executable: 'rabbitmq-server',
    start: async (): Promise<Broker> => {
      const server = await RabbitmqServer.start();
      const client = await server.client();
      const channel = await client.createConfirmChannel();
      await channel.assertQueue('jobs', { durable: true, arguments: { 'x-queue-type': queueType } });
      Array.from({ length: JOBS }, (_, job) => channel.sendToQueue('jobs', Buffer.from(String(job)), { persistent: true }));
      await channel.waitForConfirms();
      for (let taken = 0; taken < inFlight; taken++) {
        await channel.get('jobs');
      }
      const setPassword = (password: string) => server.api('PUT', 'users/scaler', { password, tags });
      await setPassword(PASSWORD);
      await server.api('PUT', 'permissions/%2F/scaler', { configure: '^$', write: '^$', read });
      return {
        server,
        port: port(server),
        connection,
        isKilledElsewhere,
        sources: [{ type: 'rabbitmq-queue', connection: name, queue: 'jobs' }],
        revoke: async () => {
          await setPassword('another');
          await server.api('DELETE', 'connections/username/scaler');
        },
        grant: () => setPassword(PASSWORD),
        stop: async () => {
          await client.close().catch(() => undefined); // the server was killed
          await server.stop();
        },
      };
    },
  };
}

/** Over the management API. */
export const rabbitmq = kindOf('rabbitmq', {
  queueType: 'classic',
  inFlight: 1,
  tags: 'management',
  read: '^$',
  port: (server) => Number(new URL(server.url).port),
  connection: (port) => ({
    type: 'rabbitmq',
    url: `http://127.0.0.1:${port}`,
    virtualHost: '/',
    authentication: { type: 'basic', username: 'scaler', passwordFile: secretFile(PASSWORD) },
  }),
});

/** Over AMQP, a quorum queue. It is killed in `sources/rabbitmq-amqp.test.ts`: one RabbitMQ that starts is enough here. */
export const rabbitmqAmqp = kindOf('rabbitmq-amqp', {
  queueType: 'quorum',
  inFlight: 0, // which AMQP does not tell
  isKilledElsewhere: true,
  tags: '',
  read: '^jobs$',
  port: ({ amqpPort }) => amqpPort,
  connection: (port) => ({
    type: 'rabbitmq-amqp', host: '127.0.0.1', port, virtualHost: '/', username: 'scaler', passwordFile: secretFile(PASSWORD), tls: false,
  }),
});
