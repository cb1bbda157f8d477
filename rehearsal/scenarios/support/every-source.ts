/** An app that reads every type of server and counts every type of source, with every option. `Required` makes the type checker refuse an option that is missing here. */
import { App, Chart, Duration } from 'cdk8s';
import { ISecret, Secret } from 'cdk8s-plus-28';
import {
  AwsAccessKey, AzureWorkloadIdentityOptions, Connection, CountedJobs, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuBatchWorker, GpuNodePool,
  HttpAuthentication, HttpConnectionOptions, HttpJsonOptions, KafkaAuthentication, KafkaBroker, KafkaConnectionOptions, KafkaOffsetReset,
  KafkaOptions, MetricSource, MysqlConnectionOptions, MysqlQueryOptions, NatsAuthentication, NatsConnectionOptions, NatsJetstreamOptions, NodeClass,
  OnEmpty, PostgresqlConnectionOptions, PostgresqlQueryOptions, PrometheusQueryOptions, RabbitmqAmqpConnectionOptions, RabbitmqConnectionOptions,
  RabbitmqQueueOptions, RedisAccessOptions, RedisAddress, RedisClusterConnectionOptions, RedisConnectionOptions, RedisListOptions,
  RedisSentinelConnectionOptions, ScalerTls, SecretKey, SqlDatabaseOptions, SqsConnectionOptions, SqsOptions, TritonOptions, VllmOptions,
  WorkloadIdentity,
} from 'cdk8s-gpu-autoscaler';

const NAMESPACE = 'ml-every-source';

/** A worker for each source. */
export function everySource(app: App): Chart {
  const chart = new Chart(app, NAMESPACE, { namespace: NAMESPACE });
  const ofAzure: Required<AzureWorkloadIdentityOptions> = { clientId: '00000000-0000-0000-0000-000000000001', tenantId: '00000000-0000-0000-0000-000000000002' };
  const scaler = new ExternalScaler(chart, 'scaler', {
    connections: everyConnection(Secret.fromSecretName(chart, 'credentials', 'credentials')), tls: ScalerTls.none(), identity: WorkloadIdentity.azure(ofAzure),
  });
  const nodePool = new GpuNodePool(chart, 'gpus', { nodeClass: NodeClass.kwok(), gpu: Gpu.L4, maxGpus: 40 });
  const common = { image: 'registry.example.com/worker:1.0.0', nodePool, scaler, maxReplicas: 2, maxJobDuration: Duration.seconds(20) };
  for (const [name, source] of Object.entries(everyWakingSource())) {
    new GpuAutoscaledWorker(chart, name, { ...common, source, jobsPerReplica: 1 });
  }
  for (const [name, source] of Object.entries(modelServers())) {
    new GpuAutoscaledWorker(chart, name, { ...common, source, jobsPerReplica: 8, minReplicas: 1 });
  }
  const unsaid = MetricSource.httpJson({ connection: 'http', path: '/queues', waiting: '/outstanding' });
  new GpuBatchWorker(chart, 'batch', { ...common, source: unsaid, counted: CountedJobs.WAITING_AND_IN_FLIGHT });
  const ofGoogle = new ExternalScaler(chart, 'of-google', {
    connections: { jobs: Connection.redis({ host: 'redis.ml' }) }, tls: ScalerTls.none(), identity: WorkloadIdentity.google('scaler@ml.iam.gserviceaccount.com'),
  });
  new GpuAutoscaledWorker(chart, 'on-gke', { ...common, scaler: ofGoogle, source: MetricSource.redisStream({ connection: 'jobs', stream: 'gke', group: 'workers' }), jobsPerReplica: 1 });
  return chart;
}

/** By the names that the sources use. Further ones of a type differ in how the scaler proves itself. */
function everyConnection(secret: ISecret): { [name: string]: Connection } {
  const keyOf = (key: string): Required<SecretKey> => ({ secret, key });
  const ca = keyOf('ca.crt');
  const timeout = Duration.millis(800);
  const http: Required<HttpConnectionOptions> = {
    url: 'https://gateway.ml', authentication: HttpAuthentication.bearer(keyOf('token')), headers: { 'x-scope-orgid': keyOf('tenant') }, ca, timeout,
  };
  const rabbitmq: Required<RabbitmqConnectionOptions> = {
    ...http, url: 'https://rabbitmq.ml:15671', authentication: HttpAuthentication.basic('scaler', keyOf('password')), virtualHost: 'ml',
  };
  const rabbitmqAmqp: Required<RabbitmqAmqpConnectionOptions> = {
    host: 'rabbitmq.ml', port: 5673, virtualHost: 'ml', username: 'scaler', password: keyOf('password'), tls: true, ca, timeout,
  };
  const broker: Required<KafkaBroker> = { host: 'kafka.ml', port: 9093 };
  const kafka: Required<KafkaConnectionOptions> = {
    brokers: [broker], authentication: KafkaAuthentication.scramSha512('scaler', keyOf('password')), tls: true, ca, timeout,
  };
  const nats: Required<NatsConnectionOptions> = {
    host: 'nats.ml', port: 4223, authentication: NatsAuthentication.credentials(keyOf('nats.creds')), tls: true, ca, timeout,
  };
  const database: Required<SqlDatabaseOptions> = {
    host: 'database.ml',
    database: 'ml',
    username: 'scaler',
    password: keyOf('password'),
    tls: true,
    ca,
    timeout,
    queries: { 'open-jobs': 'SELECT sum(state = 0) AS waiting, sum(state = 1) AS in_flight FROM jobs' },
  };
  const postgresql: Required<PostgresqlConnectionOptions> = { ...database, port: 5433 };
  const mysql: Required<MysqlConnectionOptions> = { ...database, port: 3307 };
  const access: Required<RedisAccessOptions> = { username: 'scaler', password: keyOf('password'), tls: true, ca, timeout };
  const address: Required<RedisAddress> = { host: 'redis.ml', port: 6380 };
  const redis: Required<RedisConnectionOptions> = { ...access, ...address, database: 2 };
  const cluster: Required<RedisClusterConnectionOptions> = { ...access, nodes: [address] };
  const sentinel: Required<RedisSentinelConnectionOptions> = {
    ...access, sentinels: [{ host: 'sentinel.ml', port: 26380 }], primary: 'jobs', sentinelUsername: 'watcher', sentinelPassword: keyOf('sentinel'), database: 1,
  };
  const accessKey: Required<AwsAccessKey> = { id: keyOf('id'), secret: keyOf('secret') };
  const sqs: Required<SqsConnectionOptions> = { region: 'eu-central-1', endpoint: 'https://sqs.eu-central-1.amazonaws.com', accessKey, timeout };
  return {
    'http': Connection.http(http),
    'prometheus': Connection.prometheus({ ...http, url: 'https://prometheus.monitoring:9090' }),
    'model-servers': Connection.modelServers({ ...http, url: 'https://vllm-pods.ml:8000' }),
    'rabbitmq': Connection.rabbitmq(rabbitmq),
    'rabbitmq-amqp': Connection.rabbitmqAmqp(rabbitmqAmqp),
    'kafka': Connection.kafka(kafka),
    'kafka-sha256': Connection.kafka({ ...kafka, authentication: KafkaAuthentication.scramSha256('scaler', keyOf('password')) }),
    'kafka-plain': Connection.kafka({ ...kafka, authentication: KafkaAuthentication.plain('scaler', keyOf('password')) }),
    'nats': Connection.nats(nats),
    'nats-password': Connection.nats({ ...nats, authentication: NatsAuthentication.password('scaler', keyOf('password')) }),
    'nats-token': Connection.nats({ ...nats, authentication: NatsAuthentication.token(keyOf('token')) }),
    'postgresql': Connection.postgresql(postgresql),
    'mysql': Connection.mysql(mysql),
    'redis': Connection.redis(redis),
    'redis-cluster': Connection.redisCluster(cluster),
    'redis-sentinel': Connection.redisSentinel(sentinel),
    'sqs': Connection.sqs(sqs),
  };
}

/** Those that see jobs while there is no worker. */
function everyWakingSource(): { [name: string]: MetricSource } {
  const list: Required<RedisListOptions> = { connection: 'redis-sentinel', waiting: ['jobs', 'urgent'], inFlight: ['jobs:processing:*'] };
  const sqs: Required<SqsOptions> = { connection: 'sqs', queue: 'jobs.fifo', includeDelayed: true, visibilityTimeout: Duration.minutes(5), extendsVisibility: true };
  const rabbitmq: Required<RabbitmqQueueOptions> = { connection: 'rabbitmq', queue: 'jobs', consumerTimeout: Duration.minutes(10) };
  const kafka: Required<KafkaOptions> = {
    connection: 'kafka',
    group: 'workers',
    topic: 'jobs',
    offsetReset: KafkaOffsetReset.LATEST,
    maxPollInterval: Duration.minutes(10),
    pollsDuringJobs: true,
    partitions: 8,
  };
  const nats: Required<NatsJetstreamOptions> = { connection: 'nats', stream: 'jobs', consumer: 'workers', ackWait: Duration.minutes(1), extendsAckWait: true };
  const postgresql: Required<PostgresqlQueryOptions> = { connection: 'postgresql', query: 'open-jobs', channel: 'jobs' };
  const mysql: Required<MysqlQueryOptions> = { connection: 'mysql', query: 'open-jobs' };
  const prometheus: Required<PrometheusQueryOptions> = { connection: 'prometheus', query: 'sum(jobs_waiting)', inFlightQuery: 'sum(jobs_in_flight)', onEmpty: OnEmpty.ZERO };
  const http: Required<HttpJsonOptions> = { connection: 'http', path: '/queues', waiting: '/waiting', inFlight: '/in_flight' };
  const redisList = MetricSource.redisList(list);
  const redisStream = MetricSource.redisStream({ connection: 'redis-cluster', stream: '{jobs}', group: 'workers' });
  return {
    'redis-list': redisList,
    'redis-stream': redisStream,
    'sqs': MetricSource.sqs(sqs),
    'rabbitmq-queue': MetricSource.rabbitmqQueue(rabbitmq),
    'rabbitmq-ready': MetricSource.rabbitmqQueue({ connection: 'rabbitmq-amqp', queue: 'jobs' }),
    'kafka': MetricSource.kafka(kafka),
    'kafka-earliest': MetricSource.kafka({ ...kafka, connection: 'kafka-plain', offsetReset: KafkaOffsetReset.EARLIEST }),
    'nats-jetstream': MetricSource.natsJetstream(nats),
    'postgresql-query': MetricSource.postgresqlQuery(postgresql),
    'mysql-query': MetricSource.mysqlQuery(mysql),
    'prometheus-query': MetricSource.prometheusQuery(prometheus),
    'http-json': MetricSource.httpJson(http),
    'max': MetricSource.max(redisStream, redisList),
    'sum': MetricSource.sum(MetricSource.weighted(redisStream, 2.5), MetricSource.pendingToRunning(redisList, 4)),
  };
}

/** Those that only running workers tell of. */
function modelServers(): { [name: string]: MetricSource } {
  const vllm: Required<VllmOptions> = { connection: 'prometheus', modelName: 'llama-3-8b', namespace: NAMESPACE, onEmpty: OnEmpty.ERROR };
  const triton: Required<TritonOptions> = {
    connection: 'prometheus', model: 'reranker', version: '2', namespace: NAMESPACE, averageQueue: true, window: Duration.minutes(2), onEmpty: OnEmpty.ERROR,
  };
  return {
    'vllm': MetricSource.vllm(vllm),
    'vllm-pods': MetricSource.vllm({ connection: 'model-servers', modelName: 'llama-3-8b' }),
    'triton': MetricSource.triton(triton),
  };
}
