/** Not among CI's tests: see scripts/install-mysql.sh. */
import { testMysqlQuery } from './mysql-query-suite';
import { describeWithMysql, MysqlServer } from '../../../test/support/mysql-server';

describeWithMysql('a MySQL query, of MySQL', () => testMysqlQuery((password, tls) => MysqlServer.start(password, tls)));
