import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Broker, BrokerKind, PASSWORD } from './broker';
import { NatsServer } from '../../../test/support/nats-server';
import { secretFile } from '../support';

const users = (password: string) => `authorization { users: [{ user: owner, password: owner }, { user: scaler, password: "${password}" }] }`;

export const nats: BrokerKind = {
  name: 'nats',
  executable: 'nats-server',
  start: async (): Promise<Broker> => {
    const server = await NatsServer.start(users(PASSWORD));
    const client = await connect({ servers: `127.0.0.1:${server.port}`, user: 'owner', pass: 'owner' });
    const manager = await jetstreamManager(client);
    await manager.streams.add({ name: 'jobs', subjects: ['jobs'] });
    await manager.consumers.add('jobs', { durable_name: 'workers', ack_policy: AckPolicy.Explicit, ack_wait: 600e9 });
    const messages = jetstream(client);
    await Promise.all(['1', '2', '3'].map((job) => messages.publish('jobs', job)));
    await (await messages.consumers.get('jobs', 'workers')).next();
    await client.close();
    return {
      server,
      port: server.port,
      connection: (port) => ({
        type: 'nats', host: '127.0.0.1', port, tls: false, authentication: { type: 'password', username: 'scaler', passwordFile: secretFile(PASSWORD) },
      }),
      sources: [{ type: 'nats-jetstream', connection: 'nats', stream: 'jobs', consumer: 'workers' }],
      revoke: async () => server.reconfigure(users('another')),
      grant: async () => server.reconfigure(users(PASSWORD)),
      stop: () => server.stop(),
    };
  },
};
