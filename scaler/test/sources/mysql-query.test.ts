import { testMysqlQuery } from './mysql-query-suite';
import { describeWithMariadb, MariadbServer } from '../../../test/support/mariadb-server';

describeWithMariadb('a MySQL query, of MariaDB', () => testMysqlQuery((password, tls) => MariadbServer.start(password, tls)));
