import { isIP } from 'net';
import { k8s } from 'cdk8s-plus-28';
import {
  ConnectionConfig, HttpServerConfig, RedisAccessConfig, RedisAddressConfig, refusal, SCALER_RUNTIME, SqlDatabaseConfig, TimeLimitConfig,
} from '../contract';
import { ConnectionDefinition, MountSecret } from './connections/connection-definition';
import { ConnectionOptions } from './connections/connection-options';
import { HttpConnectionOptions } from './connections/http';
import { KafkaConnectionOptions } from './connections/kafka';
import { MysqlConnectionOptions } from './connections/mysql';
import { NatsConnectionOptions } from './connections/nats';
import { PostgresqlConnectionOptions } from './connections/postgresql';
import { RabbitmqConnectionOptions } from './connections/rabbitmq';
import { RabbitmqAmqpConnectionOptions } from './connections/rabbitmq-amqp';
import { RedisConnectionOptions } from './connections/redis';
import { RedisAccessOptions, RedisAddress } from './connections/redis-access';
import { RedisClusterConnectionOptions } from './connections/redis-cluster';
import { RedisSentinelConnectionOptions } from './connections/redis-sentinel';
import { SqlDatabaseOptions } from './connections/sql-database';
import { SqsConnectionOptions } from './connections/sqs';

/** A server that the scaler reads queues from. Workers name it by its key in `ExternalScalerProps.connections`. */
export class Connection {
  /**
   * A server that answers JSON over HTTP. It is asked nothing but GETs, and redirects are not followed.
   *
   * @throws Error if there is a CA for a URL that is not `https`
   */
  public static http(options: HttpConnectionOptions): Connection {
    const server = httpServer('http', options);
    return new Connection((mount) => ({ type: 'http', ...server(mount) }));
  }

  /**
   * A Kafka cluster, without authentication or with that of a user and its password.
   *
   * Its user needs `Describe` on the consumer groups and on their topics, and no more. It reads no message and makes no topic. The brokers
   * name the addresses at which they are reached further on, their advertised listeners: these have to resolve for the scaler's pods too.
   */
  public static kafka(options: KafkaConnectionOptions): Connection {
    const { brokers, authentication, tls = false, ca } = options;
    return new Connection((mount) => ({
      type: 'kafka',
      brokers: brokers.map(({ host, port = 9092 }) => ({ host, port })),
      authentication: authentication?._config(mount),
      tls,
      caFile: mount('ca.crt', ca),
      ...timeLimit(options),
    }));
  }

  /**
   * The pods of model servers, vLLM or Triton, each asked for `/metrics` itself: there need not be a Prometheus, and what is read is of now, not of
   * the last scrape.
   *
   * The host of the URL is the name of a headless Service (`clusterIP: None`), which resolves to every pod that is ready. Any other name leads to one
   * pod, and what that one has would be taken for the work of all. A pod that has an address and does not answer is an error, so that KEDA
   * holds the replicas; the requests of a pod that is on its way out are not counted.
   *
   * Nor are those of a busy pod whose readiness probe fails: it loses its address, and KEDA may end workers in the middle of the rush. Give the
   * servers a readiness probe that load cannot fail: a `timeoutSeconds` and a `failureThreshold` for the longest that an answer may take.
   * `publishNotReadyAddresses` is no way out: a pod that still loads its model would be an error at every cold start.
   *
   * Each pod is asked once a second at most, for all models of the connection, and may export up to 8 MB.
   *
   * @throws Error if there is a CA for a URL that is not `https`
   */
  public static modelServers(options: HttpConnectionOptions): Connection {
    const server = httpServer('modelServers', options);
    return new Connection((mount) => ({ type: 'model-servers', ...server(mount) }));
  }

  /**
   * A database of a MySQL server, 5.7.8 or newer, or of a MariaDB server, 10.1 or newer, and the queries that count jobs in it. They run in
   * transactions that can write nothing, for the connection's `timeout` at most.
   *
   * @throws Error if an address is to be verified by TLS: it takes a name
   */
  public static mysql(options: MysqlConnectionOptions): Connection {
    const { port = 3306, ...database } = options;
    if (database.tls && isIP(database.host) !== 0) {
      throw refusal('Connection.mysql: host', database.host, 'a host name, because TLS verifies it', 'name the host as its certificate does');
    }
    return new Connection((mount) => ({ type: 'mysql', port, ...sqlDatabase(mount, database) }));
  }

  /**
   * A NATS server with JetStream, 2.9 or newer.
   *
   * Its user has to be allowed to publish to `$JS.API.CONSUMER.INFO.>` and to subscribe to `_INBOX.>`. The first job is noticed at once if it
   * may also publish to `$JS.API.STREAM.INFO.>` and subscribe to the subjects of the streams; else within a second.
   */
  public static nats(options: NatsConnectionOptions): Connection {
    const { host, port = 4222, authentication, tls = false, ca } = options;
    return new Connection((mount) => ({
      type: 'nats', host, port, authentication: authentication?._config(mount), tls, caFile: mount('ca.crt', ca), ...timeLimit(options),
    }));
  }

  /** A database of a PostgreSQL server, and the queries that count jobs in it. They run in transactions that can write nothing, for its `timeout` at most. */
  public static postgresql(options: PostgresqlConnectionOptions): Connection {
    const { port = 5432, ...database } = options;
    return new Connection((mount) => ({ type: 'postgresql', port, ...sqlDatabase(mount, database) }));
  }

  /**
   * A server that answers Prometheus' HTTP API: Prometheus itself, Thanos, Mimir, VictoriaMetrics.
   *
   * @throws Error if there is a CA for a URL that is not `https`
   */
  public static prometheus(options: HttpConnectionOptions): Connection {
    const server = httpServer('prometheus', options);
    return new Connection((mount) => ({ type: 'prometheus', ...server(mount) }));
  }

  /**
   * A virtual host of a RabbitMQ server, 3.10 or newer, asked over its management API, which tells what is ready and what is unacknowledged.
   *
   * The user needs the tag `management` and any permission on the virtual host; it may be one that can neither read nor write
   * (`rabbitmqctl set_permissions scaler '^$' '^$' '^$'`).
   *
   * @throws Error if there is a CA for a URL that is not `https`
   */
  public static rabbitmq(options: RabbitmqConnectionOptions): Connection {
    const { virtualHost = '/', ...rest } = options;
    const server = httpServer('rabbitmq', rest);
    return new Connection((mount) => ({ type: 'rabbitmq', ...server(mount), virtualHost }));
  }

  /**
   * A virtual host of a RabbitMQ server, 3.10 or newer, asked over AMQP: for a server without the management plugin, or a user without its tag.
   *
   * AMQP does not tell what is unacknowledged. So only what waits is counted, and the last workers are let go while they work: the cooldown of a
   * worker has to outlast its longest job. With the management plugin prefer `Connection.rabbitmq`.
   *
   * That a queue is empty is told by taking from it (`basic.get`), because RabbitMQ answers 0 for a quorum queue that has no leader. A message that comes at
   * that moment is given back at once: it is marked as redelivered, and before RabbitMQ 4.3 that counts toward the queue's delivery limit. A stream
   * is counted by what it keeps, which never falls, and an empty one is an error: read neither over AMQP.
   *
   * The user needs the permission `read` on the queues (`rabbitmqctl set_permissions scaler '^$' '^$' '^jobs$'`).
   *
   * @see https://www.rabbitmq.com/docs/access-control#authorisation
   */
  public static rabbitmqAmqp(options: RabbitmqAmqpConnectionOptions): Connection {
    const { host, virtualHost = '/', username, password, tls = false, port = tls ? 5671 : 5672, ca } = options;
    return new Connection((mount) => ({
      type: 'rabbitmq-amqp',
      host,
      port,
      virtualHost,
      username,
      passwordFile: mount('password', password)!,
      tls,
      caFile: mount('ca.crt', ca),
      ...timeLimit(options),
    }));
  }

  /** A Redis server, 7.0 or newer. */
  public static redis(options: RedisConnectionOptions): Connection {
    const { host, port = 6379, database = 0, ...access } = options;
    return new Connection((mount) => ({ type: 'redis', host, port, database, ...redisAccess(mount, access) }));
  }

  /** A Redis Cluster, 7.0 or newer. All keys of one source have to be in one slot, as they have for the workers: give them one hash tag. */
  public static redisCluster(options: RedisClusterConnectionOptions): Connection {
    const { nodes, ...access } = options;
    return new Connection((mount) => ({ type: 'redis-cluster', nodes: nodes.map(redisAddress(6379)), ...redisAccess(mount, access) }));
  }

  /**
   * The primary of Redis servers, 7.0 or newer, that Sentinels watch. After a failover it is the next one.
   *
   * @see https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
   */
  public static redisSentinel(options: RedisSentinelConnectionOptions): Connection {
    const { sentinels, primary, sentinelUsername, sentinelPassword, database = 0, ...access } = options;
    return new Connection((mount) => ({
      type: 'redis-sentinel',
      sentinels: sentinels.map(redisAddress(26379)),
      primary,
      sentinelUsername,
      sentinelPasswordFile: mount('sentinel-password', sentinelPassword),
      database,
      ...redisAccess(mount, access),
    }));
  }

  /** Amazon SQS in one region, with the workload identity of the scaler's pods unless an access key is given. */
  public static sqs(options: SqsConnectionOptions): Connection {
    const { region, endpoint, accessKey } = options;
    return new Connection((mount) => ({
      type: 'sqs',
      region,
      endpoint,
      accessKeyIdFile: mount('access-key-id', accessKey?.id),
      secretAccessKeyFile: mount('secret-access-key', accessKey?.secret),
      ...timeLimit(options),
    }));
  }

  private constructor(private readonly definition: ConnectionDefinition) {}

  /** What the scaler's configuration file says. @internal */
  public _config(name: string): ConnectionConfig {
    return this.definition((usualKey, secret) => secret && `${SCALER_RUNTIME.secretsDirectory}/${name}/${usualKey}`);
  }

  /** The Secrets that the scaler's pod mounts for it. @internal */
  public _secrets(): k8s.VolumeProjection[] {
    const projections: k8s.VolumeProjection[] = [];
    this.definition((usualKey, secret) => {
      if (secret !== undefined) {
        projections.push({ secret: { name: secret.secret.name, items: [{ key: secret.key ?? usualKey, path: usualKey }] } });
      }
      return undefined;
    });
    return projections;
  }

  /** Whether both lead to one server in the same way. @internal */
  public _equals(other: Connection): boolean {
    const whole = (connection: Connection): string => JSON.stringify([connection._config('name'), connection._secrets()]);
    return whole(this) === whole(other);
  }
}

function httpServer(factory: string, options: HttpConnectionOptions): (mount: MountSecret) => HttpServerConfig {
  const { url, authentication, headers, ca } = options;
  if (ca !== undefined && !/^https:/i.test(url)) {
    throw refusal(`Connection.${factory}: url`, url, 'a URL that begins with https://, because the connection has a CA', 'correct the URL, or leave the CA out');
  }
  return (mount) => ({
    url,
    authentication: authentication?._config(mount),
    headerFiles: headers && Object.fromEntries(Object.entries(headers).map(([name, secret]) => [name, mount(name, secret)!])),
    caFile: mount('ca.crt', ca),
    ...timeLimit(options),
  });
}

function redisAccess(mount: MountSecret, { username, password, tls = false, ca, timeout }: RedisAccessOptions): RedisAccessConfig {
  return { username, passwordFile: mount('password', password), tls, caFile: mount('ca.crt', ca), ...timeLimit({ timeout }) };
}

function redisAddress(defaultPort: number): (address: RedisAddress) => RedisAddressConfig {
  return ({ host, port = defaultPort }) => ({ host, port });
}

function sqlDatabase(
  mount: MountSecret, { host, database, username, password, tls = false, ca, queries, timeout }: SqlDatabaseOptions,
): Omit<SqlDatabaseConfig, 'port'> {
  return { host, database, username, passwordFile: mount('password', password), tls, caFile: mount('ca.crt', ca), queries, ...timeLimit({ timeout }) };
}

function timeLimit({ timeout }: ConnectionOptions): TimeLimitConfig {
  return { timeoutMs: timeout?.toMilliseconds({ integral: false }) };
}
