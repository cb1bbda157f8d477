import { createConnection } from 'mysql2/promise';
import { Broker, BrokerKind, PASSWORD } from './broker';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { MariadbServer } from '../../../test/support/mariadb-server';
import { secretFile } from '../support';

export const mysql: BrokerKind = {
  name: 'mysql',
  executable: 'mariadbd',
  start: async (): Promise<Broker> => {
    const server = await MariadbServer.start(PASSWORD, await issue(await createAuthority('mariadb-ca'), { commonName: 'mariadb', dnsNames: ['localhost'] }));
    /** A connection each time: those of before do not survive the server. */
    const ask = async (...statements: readonly string[]) => {
      const client = await createConnection({ host: '127.0.0.1', port: server.port, database: 'jobs', user: 'owner', password: PASSWORD });
      for (const statement of statements) {
        await client.query(statement);
      }
      await client.end();
    };
    await ask('CREATE TABLE jobs (state varchar(10) NOT NULL)', "INSERT INTO jobs VALUES ('queued'), ('queued'), ('running'), ('done')",
      `CREATE USER scaler@localhost IDENTIFIED BY '${PASSWORD}'`, 'GRANT SELECT ON jobs.* TO scaler@localhost');
    return {
      server,
      port: server.port,
      connection: (port) => ({
        type: 'mysql',
        host: '127.0.0.1',
        port,
        database: 'jobs',
        username: 'scaler',
        passwordFile: secretFile(PASSWORD),
        tls: false,
        queries: { jobs: "SELECT count(*) FROM jobs WHERE state <> 'done'" },
      }),
      sources: [{ type: 'mysql-query', connection: 'mysql', query: 'jobs' }],
      revoke: () => ask('ALTER USER scaler@localhost ACCOUNT LOCK', 'KILL USER scaler@localhost'),
      grant: () => ask('ALTER USER scaler@localhost ACCOUNT UNLOCK'),
      stop: () => server.stop(),
    };
  },
};
