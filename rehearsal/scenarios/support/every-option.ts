/** Apps that use every option of the constructs; of connections and sources in `every-source.ts`. `Required` makes the type checker refuse a construct's option that is missing here. */
import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, ISecret, Secret } from 'cdk8s-plus-28';
import {
  AwsNodeClassOptions, AzureBlobModelOptions, CachedModel, CapacityType, CertManagerIssuer, CertManagerTlsOptions, ColdStart,
  ColdStartOptions, CompileCacheEngine, Connection, CountedJobs, DiskContent, ExternalScaler, ExternalScalerProps, GcsModelOptions, Gpu,
  GpuAutoscaledWorker, GpuAutoscaledWorkerProps, GpuBatchWorker, GpuBatchWorkerProps, GpuInstanceType, GpuNodeGroups, GpuNodeGroupsProps,
  GpuNodePool, GpuNodePoolProps, GpuSlice, GpuWorkerProps, HealthCheck, HttpsModelFileOptions, HttpsModelOptions, HuggingFaceModelOptions,
  InstanceCatalogue, keda, KedaTrigger, KedaTriggerOptions, KwokNodeClassOptions, ListedModelOptions, ManifestChecks, MetricSource,
  MigSliceOptions, ModelCacheDaemonSet, ModelCacheDaemonSetProps, ModelCacheMonitoring, ModelCacheMonitoringProps, ModelDownload,
  NodeClass, NodeDisk, NodeGroupOptions, NodeLocalDirectory, NodePoolTier, PriorityExpander, PriorityExpanderProps, RedisConnectionOptions,
  S3ModelOptions, ScalerMonitoring, ScalerMonitoringProps, ScalerTls, SecretKey, TimeSliceOptions, TracingOptions, TriggerMetricType,
  triggers, WarmPool, WarmPoolEngine, WarmPoolProps, WarmSchedule, WorkloadIdentity,
} from 'cdk8s-gpu-autoscaler';

/** A window in which nobody runs the scenarios: KEDA, which is real there, would scale by it. */
const NEW_YEAR = { start: '0 0 1 1 *', end: '1 0 1 1 *' };

/** Options that exclude others, `scaler` and `source` or each other. */
type Exclusive = Pick<GpuBatchWorkerProps & GpuAutoscaledWorkerProps, 'triggers' | 'counted' | 'jobTaken' | 'modelDirectory' | 'modelCache' | 'cachedModels' | 'waitTarget' | 'jobDuration'>;

/** What both kinds of worker have. */
type CommonOptions = Required<Omit<GpuWorkerProps, keyof Exclusive>>;

/** Everything that the Pod Security level `restricted` admits. */
export const RESTRICTED_NAMESPACE = 'ml-every-option';

/** The node-local directories: a hostPath, which only `privileged` admits. */
export const PRIVILEGED_NAMESPACE = 'ml-model-directory';

/** The ServiceAccount that the app expects in its namespace. */
export const SERVICE_ACCOUNT = 'worker';

/** Every option but the node-local directory: TLS, several GPUs, both warm pool engines, machines of AWS, of kwok and of somebody else; of Cluster Autoscaler too. */
export function everyOption(app: App): Chart {
  const chart = new Chart(app, RESTRICTED_NAMESPACE, { namespace: RESTRICTED_NAMESPACE });
  ManifestChecks.enforce(chart);
  const secret = (name: string): ISecret => Secret.fromSecretName(chart, name, name);
  const scaler = newScaler(chart, secret);
  const awsPool = newAwsPool(chart);
  const content: Required<DiskContent> = { images: Size.gibibytes(15), models: Size.gibibytes(40), scratch: Size.gibibytes(20) };
  const forContent = NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml', disk: NodeDisk.forContent(content) });
  new GpuNodePool(chart, 'for-content', { nodeClass: forContent, gpu: Gpu.ofFamily('g6'), maxGpus: 4 });
  const nvme = NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml', disk: NodeDisk.localNvme(content) });
  new GpuNodePool(chart, 'nvme', { nodeClass: nvme, gpu: Gpu.L40S, maxGpus: 8 });
  const kwokClass: Required<KwokNodeClassOptions> = { nodeRegistrationDelay: Duration.seconds(10) };
  const kwokPool = new GpuNodePool(chart, 'kwok', { nodeClass: NodeClass.kwok(kwokClass), gpu: Gpu.A10G, gpusPerNode: 4, maxGpus: 16 });
  ownMachines(chart);
  const tiers: Required<NodePoolTier>[] = [
    { capacityType: CapacityType.RESERVED, maxGpus: 4 },
    { capacityType: CapacityType.SPOT, maxGpus: 16 },
    { capacityType: CapacityType.ON_DEMAND, maxGpus: 8 },
  ];
  new GpuNodePool(chart, 'tiers', { nodeClass: NodeClass.kwok(), gpu: Gpu.withMemory(Size.gibibytes(24)), maxGpus: 16, tiers });
  const groups: Required<NodeGroupOptions>[] = [
    { name: 'l4-spot', capacityType: CapacityType.SPOT, maxGpus: 4 },
    { name: 'l4-reliable', capacityType: CapacityType.ON_DEMAND, maxGpus: 2 },
  ];
  const groupsOptions: Required<GpuNodeGroupsProps> = {
    clusterName: 'ml',
    gpu: Gpu.L4,
    maxGpus: 4,
    gpusPerNode: 1,
    instanceTypes: ['g6.xlarge'],
    catalogue: InstanceCatalogue.aws(),
    maxPriceRatio: 1,
    groups,
    disk: NodeDisk.of(Size.gibibytes(100)),
    scaleDownUnneededTime: Duration.minutes(10),
  };
  const nodeGroups = new GpuNodeGroups(chart, 'node-groups', groupsOptions);
  const expander: Required<PriorityExpanderProps> = { nodeGroups: [nodeGroups], namespace: RESTRICTED_NAMESPACE };
  new PriorityExpander(chart, 'priorities', expander);
  const theirs = NodeClass.fromReference({ group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'theirs' });
  const otherPool = new GpuNodePool(chart, 'theirs', { nodeClass: theirs, gpu: Gpu.H100, gpusPerNode: 8, maxGpus: 64 });

  slicedPools(chart, scaler);

  const common = commonOptions(awsPool, scaler, secret);
  const worker = new GpuAutoscaledWorker(chart, 'worker', workerOptions(common));
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
    maxJobDuration: Duration.minutes(30),
    healthCheck: HealthCheck.none(),
  });
  const batch: Required<Omit<GpuBatchWorkerProps, keyof Exclusive>> = {
    ...common,
    metadata: { name: 'full-batch', labels: { team: 'ml' }, annotations: { 'example.com/owner': 'ml' } },
    activeDeadline: Duration.minutes(30),
    backoffLimit: 1,
    successfulJobsHistoryLimit: 2,
    failedJobsHistoryLimit: 10,
  };
  new GpuBatchWorker(chart, 'batch', batch);
  ownTriggers(chart, common);
  new GpuAutoscaledWorker(chart, 'grouped', {
    image: 'registry.example.com/grouped:1.0.0',
    nodePool: nodeGroups,
    scaler,
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'grouped', group: 'workers' }),
    waitTarget: Duration.seconds(30),
    jobDuration: Duration.seconds(20),
    maxReplicas: 4,
    maxJobDuration: Duration.minutes(1),
  });
  const schedule: Required<WarmSchedule> = { ...NEW_YEAR, timeZone: 'Europe/Berlin', spare: 3 };
  const placeholders: Required<WarmPoolProps> = { worker, spare: 2, engine: WarmPoolEngine.PLACEHOLDER_PODS, schedules: [schedule] };
  new WarmPool(chart, 'placeholders', placeholders);
  new WarmPool(chart, 'buffer', { worker: several, spare: 1, engine: WarmPoolEngine.CAPACITY_BUFFER });
  new ModelCacheDaemonSet(chart, 'cache', { nodePool: awsPool, images: [worker.image, 'registry.example.com/adapters:7'] });

  const scalerMonitoring: Required<ScalerMonitoringProps> = { scaler, prometheusLabels: { release: 'prometheus' }, dashboardLabels: { dashboards: 'yes' } };
  new ScalerMonitoring(chart, 'scaler-monitoring', scalerMonitoring);

  const trial = new ExternalScaler(chart, 'trial', { replicas: 1, tls: ScalerTls.none() });
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

/** Machines that the catalogue of the cloud does not have, with a GPU that has no name here. */
function ownMachines(chart: Chart): void {
  const machine: Required<GpuInstanceType> = {
    instanceType: 'x9.large',
    gpuName: 'x9000',
    gpus: 1,
    gpuMemory: Size.gibibytes(48),
    cpus: 16,
    memory: Size.gibibytes(64),
    localStorage: Size.gibibytes(500),
    arch: 'arm64',
    usdPerHour: 1.5,
  };
  const gpu = Gpu.anyOf(Gpu.of('x9000'), Gpu.L40S);
  new GpuNodePool(chart, 'own-machines', { nodeClass: NodeClass.kwok(), gpu, maxGpus: 2, catalogue: InstanceCatalogue.aws().withInstanceType(machine) });
}

/** Workers and their places on slices of GPUs. */
function slicedPools(chart: Chart, scaler: ExternalScaler): void {
  const mig: Required<MigSliceOptions> = { perGpu: 4, config: 'all-1g.24gb' };
  const timeSliced: Required<TimeSliceOptions> = { perGpu: 4, renameByDefault: true, config: 'shared' };
  const pools = {
    'mig': new GpuNodePool(chart, 'mig', { nodeClass: NodeClass.kwok(), gpu: Gpu.RTX_PRO_SERVER_6000, maxGpus: 2, slice: GpuSlice.mig('1g.24gb', mig) }),
    'time-sliced': new GpuNodePool(chart, 'time-sliced', { nodeClass: NodeClass.kwok(), gpu: Gpu.L4, maxGpus: 2, slice: GpuSlice.timeSliced(timeSliced) }),
  };
  for (const [name, nodePool] of Object.entries(pools)) {
    const worker = new GpuAutoscaledWorker(chart, `${name}-worker`, {
      image: 'registry.example.com/small:1.0.0',
      nodePool,
      scaler,
      source: MetricSource.redisStream({ connection: 'jobs', stream: name, group: 'workers' }),
      jobsPerReplica: 1,
      maxReplicas: 8,
      maxJobDuration: Duration.minutes(1),
    });
    new WarmPool(chart, `${name}-places`, { worker, spare: 0, engine: WarmPoolEngine.CAPACITY_BUFFER });
  }
}

/** Workers on triggers of KEDA's own. */
function ownTriggers(chart: Chart, { scaler: _scaler, connections: _connections, source: _source, ...common }: CommonOptions): void {
  const list = { address: 'redis.ml:6379', listName: 'jobs', listLength: 1 };
  const options: Required<KedaTriggerOptions> = {
    triggerName: 'list',
    authenticationRef: { name: 'redis', kind: keda.ScaledObjectSpecTriggersAuthenticationRefKind.CLUSTER_TRIGGER_AUTHENTICATION },
    metricType: TriggerMetricType.AVERAGE_VALUE,
    useCachedMetrics: true,
  };
  const worker = new GpuAutoscaledWorker(chart, 'own-triggers', {
    ...common,
    metadata: { name: 'own-triggers' },
    minReplicas: 1,
    triggers: [
      new triggers.RedisTrigger({ ...list, ...options }),
      new triggers.CronTrigger({ ...NEW_YEAR, timezone: 'Europe/Berlin', desiredReplicas: 2 }),
      new KedaTrigger('prometheus', { serverAddress: 'http://prometheus.monitoring:9090', query: 'sum(waiting)', threshold: '5' }),
      new triggers.InfluxdbTrigger({
        serverUrl: 'http://influxdb.monitoring:8086',
        organizationName: 'ml',
        query: 'from(bucket: "jobs")',
        thresholdValue: 5,
        metricType: TriggerMetricType.VALUE,
      }),
      new triggers.CpuTrigger({ value: '80', metricType: TriggerMetricType.UTILIZATION }),
    ],
  });
  worker.scaledObject.metadata.addAnnotation('gpu-autoscaler.dev/lint-ignore', 'metric-type-value');
  new GpuBatchWorker(chart, 'own-batch', {
    ...common,
    metadata: { name: 'own-batch' },
    triggers: [new triggers.RedisTrigger(list)],
    counted: CountedJobs.WAITING,
    jobTaken: HealthCheck.command('test', '-e', '/tmp/job'),
  });
}

/** Workers with directories on the node, and a model cache that fills them. */
export function modelDirectory(app: App): Chart {
  const chart = new Chart(app, PRIVILEGED_NAMESPACE, { namespace: PRIVILEGED_NAMESPACE });
  const directory = NodeLocalDirectory.at('/var/lib/models', '/models');
  const tls = ScalerTls.secrets({ serverSecret: Secret.fromSecretName(chart, 'server', 'scaler-tls'), clientSecret: Secret.fromSecretName(chart, 'client', 'keda-tls') });
  const scaler = new ExternalScaler(chart, 'scaler', { connections: { jobs: Connection.redis({ host: 'redis.ml' }) }, tls });
  const nodePool = new GpuNodePool(chart, 'gpus', { nodeClass: NodeClass.kwok(), gpu: Gpu.L4, maxGpus: 4 });
  const download: Required<ModelDownload> = {
    image: 'registry.example.com/downloader:1.0.0',
    command: ['/bin/download'],
    args: ['stabilityai/sdxl'],
    env: { TOKEN: EnvValue.fromSecretValue({ secret: Secret.fromSecretName(chart, 'token', 'hub'), key: 'token' }) },
    memory: Size.gibibytes(2),
  };
  const engine: Required<CompileCacheEngine> = { name: 'vllm', version: '0.19.1' };
  const options: Required<ModelCacheDaemonSetProps> = {
    nodePool,
    images: ['registry.example.com/worker:2.0.0'],
    directory,
    models: [CachedModel.image(download), ...everyModel(Secret.fromSecretName(chart, 'credentials', 'credentials'))],
    diskBudget: Size.gibibytes(300),
    compileCache: NodeLocalDirectory.at('/var/lib/compiled', '/compiled'),
    compileCacheEngines: [engine],
    nodeReporting: true,
    nodeLabelPrefix: 'models.example.com',
    startupTaint: true,
    image: 'registry.example.com/scaler:1.0.0',
    identity: WorkloadIdentity.awsRole('arn:aws:iam::123456789012:role/models'),
    env: { HTTPS_PROXY: EnvValue.fromValue('http://proxy.ml:3128') },
    ca: { secret: Secret.fromSecretName(chart, 'authorities', 'authorities') },
    memory: Size.gibibytes(1),
  };
  const modelCache = new ModelCacheDaemonSet(chart, 'cache', options);
  const monitoring: Required<ModelCacheMonitoringProps> = { modelCache, prometheusLabels: { release: 'prometheus' } };
  new ModelCacheMonitoring(chart, 'monitoring', monitoring);
  const common = { ...commonOptions(nodePool, scaler, (name) => Secret.fromSecretName(chart, name, name)), maxReplicas: 4 };
  new GpuAutoscaledWorker(chart, 'worker', { ...workerOptions(common), modelDirectory: directory, metadata: { name: 'with-models' } });
  new GpuAutoscaledWorker(chart, 'gated', { ...workerOptions(common), modelCache, cachedModels: ['hub', 's3'], metadata: { name: 'gated' } });
  new GpuBatchWorker(chart, 'gated-batch', { ...common, modelCache, metadata: { name: 'gated-batch' } });
  return chart;
}

/** A model of each source. */
function everyModel(secret: ISecret): CachedModel[] {
  const key: Required<SecretKey> = { secret, key: 'credential' };
  const listed: Required<Omit<ListedModelOptions, 'name'>> = { include: ['**/*.safetensors', '*.json'], exclude: ['original/**'] };
  const endpoint = 'https://models.example.com';
  const huggingFace: Required<HuggingFaceModelOptions> = {
    name: 'hub', repository: 'stabilityai/stable-diffusion-xl-base-1.0', revision: 'main', movingRevision: true, endpoint, token: key, ...listed,
  };
  const s3: Required<S3ModelOptions> = { name: 's3', bucket: 'models', prefix: 'sdxl', region: 'eu-central-1', endpoint, forcePathStyle: true, ...listed };
  const file: Required<HttpsModelFileOptions> = { url: `${endpoint}/vae.safetensors`, path: 'vae.safetensors', sha256: '0'.repeat(64) };
  const https: Required<HttpsModelOptions> = { name: 'https', files: [file], token: key };
  const gcs: Required<GcsModelOptions> = { name: 'gcs', bucket: 'models', prefix: 'sdxl', endpoint, ...listed };
  const azureBlob: Required<AzureBlobModelOptions> = { name: 'azure', account: 'models', container: 'sdxl', prefix: 'base', endpoint, accountKey: key, ...listed };
  return [CachedModel.huggingFace(huggingFace), CachedModel.s3(s3), CachedModel.https(https), CachedModel.gcs(gcs), CachedModel.azureBlob(azureBlob)];
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
    timeout: Duration.seconds(1),
  };
  const issuer: Required<CertManagerIssuer> = { name: 'ml-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' };
  const certificates: Required<CertManagerTlsOptions> = { issuer, serverDuration: Duration.days(30), clientDuration: Duration.days(180) };
  const tracing: Required<TracingOptions> = {
    otlpEndpoint: 'http://collector.observability:4318',
    headers: { secret: secret('collector'), key: 'otlp-headers' },
    sampleRatio: 0.05,
    serviceName: 'scaler',
    resourceAttributes: { 'deployment.environment.name': 'rehearsal' },
  };
  const options: Required<ExternalScalerProps> = {
    connections: { jobs: Connection.redis(redis), spare: Connection.redis({ host: 'redis.spare' }) },
    replicas: 3,
    image: 'registry.example.com/scaler:0.1.0',
    tls: ScalerTls.certManager(certificates),
    identity: WorkloadIdentity.awsPodIdentity(),
    kedaNamespace: 'keda',
    tracing,
  };
  return new ExternalScaler(chart, 'scaler', options);
}

function newAwsPool(chart: Chart): GpuNodePool {
  const nodeClass: Required<AwsNodeClassOptions> = {
    role: 'KarpenterNodeRole-ml',
    discoveryTag: 'ml',
    amiAlias: 'al2023@v20260715',
    disk: NodeDisk.of(Size.gibibytes(500)),
    diskThroughput: 750,
    userData: '#!/bin/bash\nnvidia-smi --persistence-mode=1\n',
    capacityReservationIds: ['cr-0123456789abcdef0'],
  };
  const options: Required<Omit<GpuNodePoolProps, 'tiers' | 'slice'>> = {
    nodeClass: NodeClass.aws(nodeClass),
    gpu: Gpu.A10G,
    maxGpus: 24,
    gpusPerNode: 1,
    staticNodes: 1,
    instanceTypes: ['g5.2xlarge', 'g5.4xlarge'],
    catalogue: InstanceCatalogue.aws().withPrices({ 'g5.2xlarge': 1.1 }),
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

function workerOptions(common: CommonOptions): Required<Omit<GpuAutoscaledWorkerProps, keyof Exclusive>> {
  return {
    ...common,
    jobsPerReplica: 2.5,
    minReplicas: 0,
    wakeTo: 3,
    activationThreshold: 0.5,
    healthCheck: HealthCheck.http({ port: 9000, path: '/ready' }),
    cooldownPeriod: Duration.minutes(10),
    behavior: {
      scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
      scaleDown: { stabilizationWindowSeconds: 600, selectPolicy: 'Min', policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
    },
  };
}

function commonOptions(nodePool: GpuNodePool, scaler: ExternalScaler, secret: (name: string) => ISecret): CommonOptions {
  const coldStart: Required<ColdStartOptions> = { nodeStart: Duration.seconds(90), imagePull: Duration.seconds(60), modelLoad: Duration.seconds(45) };
  return {
    image: 'registry.example.com/worker:2.0.0',
    nodePool,
    scaler,
    connections: { further: Connection.redis({ host: 'redis.further' }) },
    source: MetricSource.redisStream({ connection: 'further', stream: 'inference-jobs', group: 'workers' }),
    maxReplicas: 20,
    maxJobDuration: Duration.minutes(10),
    gpus: 1,
    cpu: Cpu.millis(2500),
    memory: Size.gibibytes(9),
    sharedMemory: Size.gibibytes(1),
    ephemeralStorage: Size.gibibytes(20),
    coldStart: ColdStart.of(coldStart),
    pollingInterval: Duration.seconds(10),
    command: ['/bin/worker'],
    args: ['--concurrency', '1'],
    env: {
      MODEL: EnvValue.fromValue('sdxl'),
      TOKEN: EnvValue.fromSecretValue({ secret: secret('hub'), key: 'token' }),
    },
    preStop: ['/bin/worker', '--drain'],
    imagePullSecrets: [secret('registry')],
    serviceAccountName: SERVICE_ACCOUNT,
    user: 2000,
    metadata: { name: 'full-worker', labels: { team: 'ml' }, annotations: { 'example.com/owner': 'ml' } },
  };
}
