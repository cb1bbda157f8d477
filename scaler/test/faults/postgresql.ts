import { Client } from 'pg';
import { Broker, BrokerKind, PASSWORD } from './broker';
import { PostgresqlServer } from '../../../test/support/postgresql-server';
import { secretFile } from '../support';

export const postgresql: BrokerKind = {
  name: 'postgresql',
  executable: 'postgres',
  start: async (): Promise<Broker> => {
    const server = await PostgresqlServer.start(PASSWORD);
    /** A connection each time: those of before do not survive the server. */
    const ask = async (...statements: readonly string[]) => {
      const client = new Client({ host: '127.0.0.1', port: server.port, database: 'postgres', user: 'owner', password: PASSWORD });
      await client.connect();
      for (const statement of statements) {
        await client.query(statement);
      }
      await client.end();
    };
    await ask('CREATE TABLE jobs (state text NOT NULL)', "INSERT INTO jobs VALUES ('queued'), ('queued'), ('running'), ('done')",
      `CREATE ROLE scaler LOGIN PASSWORD '${PASSWORD}'`, 'GRANT SELECT ON jobs TO scaler');
    return {
      server,
      port: server.port,
      connection: (port) => ({
        type: 'postgresql',
        host: '127.0.0.1',
        port,
        database: 'postgres',
        username: 'scaler',
        passwordFile: secretFile(PASSWORD),
        tls: false,
        queries: { jobs: "SELECT count(*) FROM jobs WHERE state <> 'done'" },
      }),
      sources: [{ type: 'postgresql-query', connection: 'postgresql', query: 'jobs' }],
      revoke: () => ask('ALTER ROLE scaler NOLOGIN', "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'scaler'"),
      grant: () => ask('ALTER ROLE scaler LOGIN'),
      stop: () => server.stop(),
    };
  },
};
