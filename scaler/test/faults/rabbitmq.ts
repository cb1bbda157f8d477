import { Broker, BrokerKind, PASSWORD } from './broker';
import { RabbitmqServer } from '../../../test/support/rabbitmq-server';
import { secretFile } from '../support';

export const rabbitmq: BrokerKind = {
  name: 'rabbitmq',
  executable: 'rabbitmq-server',
  start: async (): Promise<Broker> => {
    const server = await RabbitmqServer.start();
    const client = await server.client();
    const channel = await client.createConfirmChannel();
    await channel.assertQueue('jobs', { durable: true });
    ['1', '2', '3'].forEach((job) => channel.sendToQueue('jobs', Buffer.from(job), { persistent: true }));
    await channel.waitForConfirms();
    await channel.get('jobs'); // in flight, until the server is killed: then it waits again
    const setPassword = (password: string) => server.api('PUT', 'users/scaler', { password, tags: 'management' });
    await setPassword(PASSWORD);
    await server.api('PUT', 'permissions/%2F/scaler', { configure: '^$', write: '^$', read: '^$' });
    return {
      server,
      port: Number(new URL(server.url).port),
      connection: (port) => ({
        type: 'rabbitmq',
        url: `http://127.0.0.1:${port}`,
        virtualHost: '/',
        authentication: { type: 'basic', username: 'scaler', passwordFile: secretFile(PASSWORD) },
      }),
      sources: [{ type: 'rabbitmq-queue', connection: 'rabbitmq', queue: 'jobs' }],
      revoke: () => setPassword('another'),
      grant: () => setPassword(PASSWORD),
      stop: async () => {
        await client.close().catch(() => undefined); // the server was killed
        await server.stop();
      },
    };
  },
};
