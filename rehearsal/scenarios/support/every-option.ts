/** Apps that use every option of the constructs. `Required` makes the type checker refuse a construct's option that is missing here. */
import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, ISecret, Secret } from 'cdk8s-plus-28';
import {
  AwsNodeClassOptions, CapacityType, ColdStart, ColdStartOptions, Connection, ExternalScaler, ExternalScalerProps, Gpu, GpuAutoscaledWorker,
  GpuAutoscaledWorkerProps, GpuNodePool, GpuNodePoolProps, HealthCheck, KwokNodeClassOptions, MetricSource, ModelCacheDaemonSet,
  ModelCacheDaemonSetProps, NodeClass, NodeLocalDirectory, RedisConnectionOptions, WarmPool, WarmPoolEngine, WarmPoolProps,
  WorkloadIdentity,
} from 'cdk8s-gpu-autoscaler';

/** Everything that the Pod Security level `restricted` admits. */
export const RESTRICTED_NAMESPACE = 'ml-every-option';

/** The node-local directories: a hostPath, which only `privileged` admits. */
export const PRIVILEGED_NAMESPACE = 'ml-model-directory';

/** The ServiceAccount that the app expects in its namespace. */
export const SERVICE_ACCOUNT = 'worker';

/** Every option but the node-local directory: TLS, several GPUs, both warm pool engines, machines of AWS, of kwok and of somebody else. */
export function everyOption(app: App): Chart {
  const chart = new Chart(app, RESTRICTED_NAMESPACE, { namespace: RESTRICTED_NAMESPACE });
  const secret = (name: string): ISecret => Secret.fromSecretName(chart, name, name);
  const scaler = newScaler(chart, secret);
  const awsPool = newAwsPool(chart);
  const kwokClass: Required<KwokNodeClassOptions> = { nodeRegistrationDelay: Duration.seconds(10) };
  const kwokPool = new GpuNodePool(chart, 'kwok', { nodeClass: NodeClass.kwok(kwokClass), gpu: Gpu.A10G, gpusPerNode: 4, maxGpus: 16 });
  const theirs = NodeClass.fromReference({ group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'theirs' });
  const otherPool = new GpuNodePool(chart, 'theirs', { nodeClass: theirs, gpu: Gpu.H100, gpusPerNode: 8, maxGpus: 64 });

  const worker = new GpuAutoscaledWorker(chart, 'worker', workerOptions(awsPool, scaler, secret));
  const several = new GpuAutoscaledWorker(chart, 'several-gpus', {
    image: 'registry.example.com/sharded:1.0.0',
    nodePool: kwokPool,
    scaler,
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'sharded', group: 'workers' }),
    jobsPerReplica: 0.5,
    maxReplicas: 8,
    minReplicas: 1,
    gpus: 2,
    maxJobDuration: Duration.minutes(5),
    healthCheck: HealthCheck.command('/bin/healthy', '--deep'),
  });
  new GpuAutoscaledWorker(chart, 'unprobed', {
    image: 'registry.example.com/batch:1.0.0',
    nodePool: otherPool,
    scaler,
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'batch', group: 'workers' }),
    jobsPerReplica: 1,
    maxReplicas: 8,
    gpus: 8,
    maxJobDuration: Duration.hours(4),
    healthCheck: HealthCheck.none(),
  });
  const placeholders: Required<WarmPoolProps> = { worker, spare: 2, engine: WarmPoolEngine.PLACEHOLDER_PODS };
  new WarmPool(chart, 'placeholders', placeholders);
  new WarmPool(chart, 'buffer', { worker: several, spare: 1, engine: WarmPoolEngine.CAPACITY_BUFFER });
  new ModelCacheDaemonSet(chart, 'cache', { nodePool: awsPool, images: [worker.image, 'registry.example.com/adapters:7'] });

  const trial = new ExternalScaler(chart, 'trial', { replicas: 1 });
  new GpuAutoscaledWorker(chart, 'trial-worker', {
    image: 'registry.example.com/trial:1.0.0',
    nodePool: kwokPool,
    scaler: trial,
    source: MetricSource.memory({ queue: 'trial' }),
    jobsPerReplica: 1,
    maxReplicas: 1,
    maxJobDuration: Duration.seconds(1),
  });
  return chart;
}

/** A worker and a model cache with a directory on the node. */
export function modelDirectory(app: App): Chart {
  const chart = new Chart(app, PRIVILEGED_NAMESPACE, { namespace: PRIVILEGED_NAMESPACE });
  const directory = NodeLocalDirectory.at('/var/lib/models', '/models');
  const scaler = new ExternalScaler(chart, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis.ml' }) } });
  const nodePool = new GpuNodePool(chart, 'gpus', { nodeClass: NodeClass.kwok(), gpu: Gpu.L4, maxGpus: 4 });
  const options: Required<GpuAutoscaledWorkerProps> = {
    ...workerOptions(nodePool, scaler, (name) => Secret.fromSecretName(chart, name, name)),
    modelDirectory: directory,
    metadata: { name: 'with-models' },
    maxReplicas: 4,
  };
  const worker = new GpuAutoscaledWorker(chart, 'worker', options);
  const cache: Required<ModelCacheDaemonSetProps> = { nodePool, images: [worker.image], directory };
  new ModelCacheDaemonSet(chart, 'cache', cache);
  return chart;
}

function newScaler(chart: Chart, secret: (name: string) => ISecret): ExternalScaler {
  const redis: Required<RedisConnectionOptions> = {
    host: 'redis.ml',
    port: 6380,
    database: 2,
    username: 'scaler',
    password: { secret: secret('redis'), key: 'redis-password' },
    tls: true,
    ca: { secret: secret('redis-ca') },
  };
  const options: Required<ExternalScalerProps> = {
    connections: { jobs: Connection.redis(redis), spare: Connection.redis({ host: 'redis.spare' }) },
    replicas: 3,
    image: 'registry.example.com/scaler:0.1.0',
    tls: { serverSecret: secret('scaler-tls'), clientSecret: secret('keda-tls') },
    identity: WorkloadIdentity.awsPodIdentity(),
    kedaNamespace: 'keda',
  };
  return new ExternalScaler(chart, 'scaler', options);
}

function newAwsPool(chart: Chart): GpuNodePool {
  const nodeClass: Required<AwsNodeClassOptions> = {
    role: 'KarpenterNodeRole-ml', discoveryTag: 'ml', amiAlias: 'al2023@v20260715', disk: Size.gibibytes(500), diskThroughput: 750,
  };
  const options: Required<GpuNodePoolProps> = {
    nodeClass: NodeClass.aws(nodeClass),
    gpu: Gpu.A10G,
    maxGpus: 24,
    gpusPerNode: 1,
    instanceTypes: ['g5.2xlarge', 'g5.4xlarge'],
    maxPriceRatio: 2,
    capacityTypes: [CapacityType.RESERVED, CapacityType.SPOT, CapacityType.ON_DEMAND],
    consolidateAfter: Duration.minutes(20),
    expireAfter: Duration.days(14),
    terminationGracePeriod: Duration.minutes(15),
    zones: ['us-east-1a', 'us-east-1b'],
    weight: 50,
    metadata: { name: 'full-pool', annotations: { 'example.com/owner': 'ml' }, labels: { team: 'ml' } },
  };
  return new GpuNodePool(chart, 'gpus', options);
}

function workerOptions(nodePool: GpuNodePool, scaler: ExternalScaler, secret: (name: string) => ISecret): Required<Omit<GpuAutoscaledWorkerProps, 'modelDirectory'>> {
  const coldStart: Required<ColdStartOptions> = { nodeStart: Duration.seconds(90), imagePull: Duration.seconds(60), modelLoad: Duration.seconds(45) };
  return {
    image: 'registry.example.com/worker:2.0.0',
    nodePool,
    scaler,
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'inference-jobs', group: 'workers' }),
    jobsPerReplica: 2.5,
    maxReplicas: 20,
    maxJobDuration: Duration.minutes(10),
    minReplicas: 0,
    activationThreshold: 3,
    gpus: 1,
    cpu: Cpu.millis(2500),
    memory: Size.gibibytes(9),
    ephemeralStorage: Size.gibibytes(20),
    coldStart: ColdStart.of(coldStart),
    healthCheck: HealthCheck.http({ port: 9000, path: '/ready' }),
    pollingInterval: Duration.seconds(10),
    cooldownPeriod: Duration.minutes(10),
    behavior: {
      scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
      scaleDown: { stabilizationWindowSeconds: 600, selectPolicy: 'Min', policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
    },
    command: ['/bin/worker'],
    args: ['--concurrency', '1'],
    env: {
      MODEL: EnvValue.fromValue('sdxl'),
      TOKEN: EnvValue.fromSecretValue({ secret: secret('hub'), key: 'token' }),
    },
    imagePullSecrets: [secret('registry')],
    serviceAccountName: SERVICE_ACCOUNT,
    user: 2000,
    metadata: { name: 'full-worker', labels: { team: 'ml' }, annotations: { 'example.com/owner': 'ml' } },
  };
}
