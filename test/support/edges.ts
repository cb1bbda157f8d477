import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import { newPool, newScaler, newWorker } from './synth';
import {
  CachedModel, CapacityType, ColdStart, Connection, Gpu, GpuBatchWorker, GpuComputeClass, GpuNodeGroups, GpuSlice,
  HealthCheck, InstanceCatalogue, MetricSource, ModelCacheDaemonSet, NodeClass, NodeDisk, NodeLocalDirectory, ScalerTls, WarmPool,
  WarmPoolEngine,
} from '../../lib';

/** The values that are tried for options of each type: none, one, the most, and what is beside them. */
export const EDGES: { readonly [typeName: string]: readonly unknown[] } = {
  number: [0, 1, 2, 0.5, -1, NaN, Infinity, 65535, 65536, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e21],
  Duration: [
    Duration.seconds(0), Duration.millis(1), Duration.seconds(1), Duration.millis(1500), Duration.minutes(1), Duration.hours(12),
    Duration.seconds(2 ** 31 - 1), Duration.days(36_500), Duration.seconds(NaN), Duration.seconds(Infinity),
  ],
  Size: [
    Size.gibibytes(0), Size.kibibytes(1), Size.mebibytes(1), Size.mebibytes(1500), Size.gibibytes(1), Size.gibibytes(1.5), Size.pebibyte(8),
    Size.gibibytes(NaN), Size.gibibytes(Infinity),
  ],
  Cpu: [Cpu.millis(0), Cpu.millis(1), Cpu.millis(0.5), Cpu.units(0.0001), Cpu.units(1.5), Cpu.units(1e9), Cpu.millis(NaN)],
};

/** Puts options of one interface into an app that is right without them. */
type Build = (chart: Chart, options: any) => void;

const database = { host: 'database.ml', database: 'ml', username: 'scaler', queries: { open: 'SELECT 1' } };

/** A worker that reads a source, with its connection. */
function reads(connection: (options: any) => Connection, source: (options: any) => MetricSource): Build {
  return (chart, options) => {
    const scaler = newScaler(chart, { connections: { here: connection(options) } });
    newWorker(chart, { scaler, source: source(options), minReplicas: 1, jobsPerReplica: 1 });
  };
}

const redisStream = (): MetricSource => MetricSource.redisStream({ connection: 'here', stream: 'jobs', group: 'workers' });
const kafka = (options: object): MetricSource => MetricSource.kafka({ connection: 'here', group: 'workers', topic: 'jobs', pollsDuringJobs: true, ...options });
const pooled = (chart: Chart, pool: object): void => {
  newWorker(chart, { nodePool: newPool(chart, pool), maxReplicas: 1 });
};
const disk = (images: NodeDisk) => NodeClass.aws({ role: 'nodes', discoveryTag: 'ml', disk: images });
const groups = (chart: Chart, options: object): GpuNodeGroups => new GpuNodeGroups(chart, 'groups', {
  clusterName: 'ml', gpu: Gpu.L4, maxGpus: 4, groups: [{ name: 'l4', capacityType: CapacityType.SPOT }], ...options,
});
const cached = (chart: Chart, models: CachedModel[], options: object): void => {
  new ModelCacheDaemonSet(chart, 'cache', { nodePool: newPool(chart), directory: NodeLocalDirectory.at('/var/lib/models'), models, ...options });
};

const amqp = (options: object): Connection => Connection.rabbitmqAmqp({
  host: 'rabbitmq.ml', username: 'scaler', password: { secret: Secret.fromSecretName(new Chart(new App(), 'secrets'), 'amqp', 'amqp') }, ...options,
});

/** By interface: an app for each construct that takes its options. */
export const BUILDS: { readonly [interfaceName: string]: readonly Build[] } = {
  GpuNodesProps: [
    pooled,
    (chart, options) => newWorker(chart, { nodePool: groups(chart, options), maxReplicas: 1 }),
    (chart, options) => newWorker(chart, { nodePool: new GpuComputeClass(chart, 'class', { gpu: Gpu.L4, maxGpus: 4, ...options }), maxReplicas: 1 }),
  ],
  NodeGroupOptions: [
    (chart, options) => {
      const two = [{ name: 'a', capacityType: CapacityType.SPOT, ...options }, { name: 'b', capacityType: CapacityType.ON_DEMAND }];
      newWorker(chart, { nodePool: groups(chart, { groups: two }), maxReplicas: 1 });
    },
  ],
  NodePoolTier: [
    (chart, options) => pooled(chart, { tiers: [{ capacityType: CapacityType.SPOT, ...options }, { capacityType: CapacityType.ON_DEMAND }] }),
  ],
  GpuNodePoolProps: [
    (chart, options) => pooled(chart, { terminationGracePeriod: Duration.days(1), ...options }),
    (chart, options) => pooled(chart, { tiers: [{ capacityType: CapacityType.SPOT }, { capacityType: CapacityType.ON_DEMAND }], ...options }),
  ],
  MigSliceOptions: [(chart, options) => pooled(chart, { gpu: Gpu.RTX_PRO_SERVER_6000, slice: GpuSlice.mig('1g.24gb', { perGpu: 1, ...options }) })],
  TimeSliceOptions: [(chart, options) => pooled(chart, { slice: GpuSlice.timeSliced({ perGpu: 2, ...options }) })],
  GpuInstanceType: [
    (chart, options) => pooled(chart, {
      catalogue: InstanceCatalogue.aws().withInstanceType({
        instanceType: 'x9.large', gpuName: 'x9000', gpus: 1, gpuMemory: Size.gibibytes(48), cpus: 16, memory: Size.gibibytes(64), usdPerHour: 1, ...options,
      }),
      gpu: Gpu.of('x9000'),
    }),
  ],
  AwsNodeClassOptions: [(chart, options) => pooled(chart, { nodeClass: NodeClass.aws({ role: 'nodes', discoveryTag: 'ml', ...options }) })],
  DiskContent: [
    (chart, options) => pooled(chart, { nodeClass: disk(NodeDisk.forContent({ images: Size.gibibytes(10), ...options })) }),
    (chart, options) => pooled(chart, { gpu: Gpu.L4, nodeClass: disk(NodeDisk.localNvme({ images: Size.gibibytes(10), ...options })) }),
    (chart, options) => groups(chart, { disk: NodeDisk.forContent({ images: Size.gibibytes(10), ...options }) }),
  ],
  KwokNodeClassOptions: [(chart, options) => pooled(chart, { nodeClass: NodeClass.kwok(options) })],
  GpuComputeClassProps: [(chart, options) => new GpuComputeClass(chart, 'class', { gpu: Gpu.L4, maxGpus: 4, ...options })],
  GpuNodeGroupsProps: [groups],
  KafkaBroker: [reads((options) => Connection.kafka({ brokers: [{ host: 'kafka.ml', ...options }] }), () => kafka({}))],
  KafkaOptions: [
    reads(() => Connection.kafka({ brokers: [{ host: 'kafka.ml' }] }), kafka),
    reads(() => Connection.kafka({ brokers: [{ host: 'kafka.ml' }] }), (options) => kafka({ pollsDuringJobs: false, ...options })),
  ],
  MysqlConnectionOptions: [reads((options) => Connection.mysql({ ...database, ...options }), () => MetricSource.mysqlQuery({ connection: 'here', query: 'open' }))],
  PostgresqlConnectionOptions: [reads((options) => Connection.postgresql({ ...database, ...options }), () => MetricSource.postgresqlQuery({ connection: 'here', query: 'open' }))],
  NatsConnectionOptions: [
    reads((options) => Connection.nats({ host: 'nats.ml', ...options }), () => MetricSource.natsJetstream({ connection: 'here', stream: 'jobs', consumer: 'workers', extendsAckWait: true })),
  ],
  NatsJetstreamOptions: [reads(() => Connection.nats({ host: 'nats.ml' }), (options) => MetricSource.natsJetstream({ connection: 'here', stream: 'jobs', consumer: 'workers', ackWait: Duration.minutes(5), ...options }))],
  RabbitmqAmqpConnectionOptions: [reads(amqp, () => MetricSource.rabbitmqQueue({ connection: 'here', queue: 'jobs' }))],
  ConnectionOptions: [
    reads((options) => Connection.redis({ host: 'redis.ml', ...options }), redisStream),
    reads((options) => Connection.sqs({ region: 'eu-central-1', ...options }), () => MetricSource.sqs({ connection: 'here', queue: 'jobs', extendsVisibility: true })),
    reads((options) => Connection.rabbitmq({ url: 'http://rabbitmq.ml:15672', ...options }), () => MetricSource.rabbitmqQueue({ connection: 'here', queue: 'jobs' })),
    reads(amqp, () => MetricSource.rabbitmqQueue({ connection: 'here', queue: 'jobs' })),
  ],
  RabbitmqQueueOptions: [reads(() => Connection.rabbitmq({ url: 'http://rabbitmq.ml:15672' }), (options) => MetricSource.rabbitmqQueue({ connection: 'here', queue: 'jobs', ...options }))],
  SqsOptions: [
    reads(() => Connection.sqs({ region: 'eu-central-1' }), (options) => MetricSource.sqs({ connection: 'here', queue: 'jobs', extendsVisibility: true, ...options })),
    reads(() => Connection.sqs({ region: 'eu-central-1' }), (options) => MetricSource.sqs({ connection: 'here', queue: 'jobs', visibilityTimeout: Duration.minutes(5), ...options })),
  ],
  TritonOptions: [reads(() => Connection.prometheus({ url: 'http://prometheus.ml:9090' }), (options) => MetricSource.triton({ connection: 'here', model: 'a', ...options }))],
  RedisConnectionOptions: [reads((options) => Connection.redis({ host: 'redis.ml', ...options }), redisStream)],
  RedisAddress: [
    reads((options) => Connection.redisCluster({ nodes: [{ host: 'redis.ml', ...options }] }), redisStream),
    reads((options) => Connection.redisSentinel({ sentinels: [{ host: 'redis.ml', ...options }], primary: 'jobs' }), redisStream),
  ],
  RedisSentinelConnectionOptions: [reads((options) => Connection.redisSentinel({ sentinels: [{ host: 'redis.ml' }], primary: 'jobs', ...options }), redisStream)],
  ExternalScalerProps: [(chart, options) => newScaler(chart, options)],
  TracingOptions: [(chart, options) => newScaler(chart, { tracing: { otlpEndpoint: 'http://collector.ml:4318', ...options } })],
  CertManagerTlsOptions: [(chart, options) => newWorker(chart, { scaler: newScaler(chart, { tls: ScalerTls.certManager(options) }) })],
  WarmPoolProps: [
    (chart, options) => new WarmPool(chart, 'warm', { worker: newWorker(chart, { maxReplicas: 2 }), spare: 1, ...options }),
    (chart, options) => new WarmPool(chart, 'warm', { worker: newWorker(chart, { maxReplicas: 2 }), spare: 1, engine: WarmPoolEngine.CAPACITY_BUFFER, ...options }),
  ],
  WarmSchedule: [
    (chart, options) => new WarmPool(chart, 'warm', {
      worker: newWorker(chart, { maxReplicas: 2 }), spare: 0, schedules: [{ start: '0 8 * * *', end: '0 18 * * *', timeZone: 'Europe/Berlin', spare: 1, ...options }],
    }),
  ],
  ColdStartOptions: [
    (chart, options) => newWorker(chart, { coldStart: ColdStart.of(options) }),
    (chart, options) => batch(chart, { coldStart: ColdStart.of(options) }),
  ],
  GpuWorkerProps: [
    (chart, options) => newWorker(chart, { maxReplicas: 2, ...options }),
    (chart, options) => batch(chart, options),
    (chart, options) => {
      const ending = { expireAfter: Duration.days(30), terminationGracePeriod: Duration.days(1) };
      newWorker(chart, { maxReplicas: 1, nodePool: newPool(chart, { gpusPerNode: 4, ...ending }), ...options });
    },
  ],
  GpuAutoscaledWorkerProps: [
    (chart, options) => newWorker(chart, { maxReplicas: 2, ...options }),
    (chart, options) => {
      const times = { jobsPerReplica: undefined, waitTarget: Duration.minutes(1), jobDuration: Duration.seconds(10) };
      newWorker(chart, { maxReplicas: 2, ...times, ...options });
    },
  ],
  GpuBatchWorkerProps: [batch],
  HttpHealthCheckOptions: [(chart, options) => newWorker(chart, { healthCheck: HealthCheck.http(options) })],
  ModelDownload: [(chart, options) => cached(chart, [CachedModel.image({ image: 'registry.example.com/models:1.0.0', ...options })], {})],
  ModelCacheDaemonSetProps: [(chart, options) => cached(chart, [CachedModel.s3({ name: 'llama', bucket: 'models' })], options)],
};

function batch(chart: Chart, options: object): void {
  new GpuBatchWorker(chart, 'batch', {
    image: 'registry.example.com/worker:1.0.0',
    nodePool: newPool(chart),
    scaler: newScaler(chart),
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'jobs', group: 'workers' }),
    maxReplicas: 2,
    maxJobDuration: Duration.minutes(2),
    ...options,
  });
}

/** What takes a number or a size by its place: factories, by their names. */
export const FACTORIES: { readonly [factory: string]: { readonly typeName: string; readonly build: (chart: Chart, value: any) => void } } = {
  'MetricSource.weighted': { typeName: 'number', build: (chart, weight) => newWorker(chart, { source: MetricSource.weighted(stream(), weight) }) },
  'MetricSource.pendingToRunning': { typeName: 'number', build: (chart, ratio) => newWorker(chart, { source: MetricSource.pendingToRunning(stream(), ratio) }) },
  'InstanceCatalogue.withPrices': { typeName: 'number', build: (chart, price) => pooled(chart, { catalogue: InstanceCatalogue.aws().withPrices({ 'g5.2xlarge': price }) }) },
  'Gpu.withMemory': { typeName: 'Size', build: (chart, size) => pooled(chart, { gpu: Gpu.withMemory(size) }) },
  'NodeDisk.of, on AWS': { typeName: 'Size', build: (chart, size) => pooled(chart, { nodeClass: disk(NodeDisk.of(size)) }) },
  'NodeDisk.of, on Azure': { typeName: 'Size', build: (chart, size) => pooled(chart, { gpu: Gpu.A100, nodeClass: NodeClass.azure({ disk: NodeDisk.of(size) }) }) },
  'NodeDisk.of, on Google Cloud': { typeName: 'Size', build: (chart, size) => pooled(chart, { gpu: Gpu.L4, nodeClass: NodeClass.google({ disk: NodeDisk.of(size) }) }) },
  'NodeDisk.of, on GKE': { typeName: 'Size', build: (chart, size) => new GpuComputeClass(chart, 'class', { gpu: Gpu.L4, maxGpus: 4, disk: NodeDisk.of(size) }) },
  'NodeDisk.of, of node groups': { typeName: 'Size', build: (chart, size) => groups(chart, { disk: NodeDisk.of(size) }) },
};

function stream(): MetricSource {
  return MetricSource.redisStream({ connection: 'jobs', stream: 'jobs', group: 'workers' });
}
