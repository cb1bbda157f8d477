import { Broker, BrokerKind, PASSWORD } from './broker';
import { RedisServer } from '../../../test/support/redis-server';
import { secretFile } from '../support';

export const redis: BrokerKind = {
  name: 'redis',
  executable: 'redis-server',
  start: async (): Promise<Broker> => {
    const server = await RedisServer.start(['--appendonly', 'yes', '--appendfsync', 'always', '--user', 'scaler', 'on', `>${PASSWORD}`, '~*', '+@all']);
    const client = server.client();
    await client.xgroup('CREATE', 'stream', 'workers', '0', 'MKSTREAM');
    await Promise.all(['1', '2', '3'].map((job) => client.xadd('stream', '*', 'job', job)));
    await client.xreadgroup('GROUP', 'workers', 'worker', 'COUNT', 1, 'STREAMS', 'stream', '>');
    await client.rpush('waiting', '1', '2');
    await client.rpush('taken', '3');
    return {
      server,
      port: server.port,
      connection: (port) => ({ type: 'redis', host: '127.0.0.1', port, database: 0, tls: false, username: 'scaler', passwordFile: secretFile(PASSWORD) }),
      sources: [
        { type: 'redis-stream', connection: 'redis', stream: 'stream', group: 'workers' },
        { type: 'redis-list', connection: 'redis', waiting: ['waiting'], inFlight: ['taken'] },
      ],
      revoke: async () => {
        await client.acl('SETUSER', 'scaler', 'off');
        await client.call('CLIENT', 'KILL', 'USER', 'scaler');
      },
      grant: async () => void await client.acl('SETUSER', 'scaler', 'on'),
      stop: async () => {
        client.disconnect();
        await server.stop();
      },
    };
  },
};
