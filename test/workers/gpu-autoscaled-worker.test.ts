import { ApiObject, App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, Secret } from 'cdk8s-plus-28';
import { ColdStart, GpuAutoscaledWorker, HealthCheck, KedaTrigger, MetricSource, NodeLocalDirectory, triggers } from '../../lib';
import { parseTriggerMetadata } from '../../lib/contract';
import { newChart, newPool, newScaler, newWorker, Synthesized } from '../support/synth';
import { warningsOf } from '../support/warnings';

function synthesized(props: Parameters<typeof newWorker>[1] = {}): { deployment: any; scaledObject: any; pod: any; container: any } {
  const chart = newChart();
  newWorker(chart, props.nodePool ? props : { ...props });
  const objects = new Synthesized(chart);
  const deployment = objects.one('Deployment', 'worker');
  const pod = deployment.spec.template.spec;
  return { deployment, scaledObject: objects.one('ScaledObject'), pod, container: pod.containers[0] };
}

describe('GpuAutoscaledWorker', () => {
  test('defaults', () => {
    const { deployment, scaledObject } = synthesized();
    expect(deployment).toMatchSnapshot();
    expect(scaledObject).toMatchSnapshot();
  });

  test('leaves the replicas to KEDA', () => {
    expect(synthesized().deployment.spec).not.toHaveProperty('replicas');
  });

  test('has one external-push trigger whose metadata the scaler reads', () => {
    const { scaledObject } = synthesized();
    expect(scaledObject.spec.triggers).toHaveLength(1);
    const [trigger] = scaledObject.spec.triggers;
    expect(trigger.type).toBe('external-push');
    expect(trigger.metricType).toBe('AverageValue');
    expect(parseTriggerMetadata(trigger.metadata)).toEqual({
      kind: 'ScaledObject',
      triggerId: 'jobs',
      metricName: 'jobs-outstanding',
      jobsPerReplica: 5,
      activationThreshold: 0,
      source: { type: 'redis-stream', connection: 'jobs', stream: 'inference-jobs', group: 'workers' },
    });
  });

  test('writes the HPA behavior in full, in both directions', () => {
    const { behavior } = synthesized().scaledObject.spec.advanced.horizontalPodAutoscalerConfig;
    for (const direction of [behavior.scaleUp, behavior.scaleDown]) {
      expect(Object.keys(direction).sort()).toEqual(['policies', 'selectPolicy', 'stabilizationWindowSeconds']);
      direction.policies.forEach((policy: any) => expect(Object.keys(policy).sort()).toEqual(['periodSeconds', 'type', 'value']));
    }
    expect(behavior.scaleUp.policies[0]).toEqual({ type: 'Pods', value: 20, periodSeconds: 15 });
    expect(behavior.scaleDown.stabilizationWindowSeconds).toBe(300);
  });

  describe('times follow from the cold start', () => {
    test('the default of 8 minutes', () => {
      const { deployment, scaledObject, container } = synthesized();
      expect(scaledObject.spec).toMatchObject({ pollingInterval: 15, cooldownPeriod: 960, initialCooldownPeriod: 0 });
      expect(deployment.spec.progressDeadlineSeconds).toBe(960);
      expect(container.startupProbe.failureThreshold * container.startupProbe.periodSeconds).toBe(600);
    });

    test('a short one keeps the floors', () => {
      const coldStart = ColdStart.of({ nodeStart: Duration.seconds(30), imagePull: Duration.seconds(0), modelLoad: Duration.seconds(10) });
      const { deployment, scaledObject, container } = synthesized({ coldStart });
      expect(scaledObject.spec).toMatchObject({ cooldownPeriod: 300, initialCooldownPeriod: 0 });
      expect(deployment.spec.progressDeadlineSeconds).toBe(600);
      expect(container.startupProbe.failureThreshold * container.startupProbe.periodSeconds).toBe(600);
    });

    test('a long one', () => {
      const { scaledObject, container } = synthesized({ coldStart: ColdStart.of({ modelLoad: Duration.minutes(20) }) });
      expect(scaledObject.spec).toMatchObject({ cooldownPeriod: 3120, initialCooldownPeriod: 0 });
      expect(container.startupProbe.failureThreshold * container.startupProbe.periodSeconds).toBe(3600);
    });
  });

  test('grace is the longest job and 30 seconds', () => {
    expect(synthesized({ maxJobDuration: Duration.minutes(20) }).pod.terminationGracePeriodSeconds).toBe(1230);
  });

  describe('recommends Jobs where a Deployment wastes GPUs', () => {
    const warnings = (props: Parameters<typeof newWorker>[1]): string[] => warningsOf(() => synthesized(props));

    test('not up to half an hour', () => {
      expect(warnings({ maxJobDuration: Duration.minutes(30) })).toEqual([]);
    });

    test('above it, with the reason and the way out', () => {
      expect(warnings({ maxJobDuration: Duration.seconds(1801) })).toEqual([
        'chart/worker: maxJobDuration (seconds): got 1801; above 1800 a Deployment wastes GPUs: a worker that is scaled in keeps its GPU, uncounted, ' +
        'until its job ends, and idle nodes of the pool stay as long; use a GpuBatchWorker, which no scale-in ends, or cut the jobs',
      ]);
    });

    test('later for a model that takes long to load, which each Job would do', () => {
      const coldStart = ColdStart.of({ modelLoad: Duration.minutes(10) });
      expect(warnings({ coldStart, maxJobDuration: Duration.minutes(100) })).toEqual([]);
      expect(warnings({ coldStart, maxJobDuration: Duration.minutes(101) })).toHaveLength(1);
    });
  });

  test('asks for the GPU under requests and under limits, for no CPU limit, and goes to the pool', () => {
    const { container, pod } = synthesized();
    expect(container.resources).toEqual({
      requests: { 'nvidia.com/gpu': '1', 'memory': '12Gi', 'cpu': '3', 'ephemeral-storage': '10Gi' },
      limits: { 'nvidia.com/gpu': '1', 'memory': '12Gi' },
    });
    expect(pod.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
    expect(pod.nodeSelector).toEqual({ 'karpenter.sh/nodepool': expect.stringContaining('chart-gpus') });
  });

  test.each([
    [{ memory: Size.mebibytes(1) }, { memory: '1Mi' }],
    [{ memory: Size.mebibytes(1025) }, { memory: '1025Mi' }],
    [{ ephemeralStorage: Size.tebibytes(1) }, { 'ephemeral-storage': '1Ti' }],
    [{ ephemeralStorage: Size.gibibytes(1536) }, { 'ephemeral-storage': '1536Gi' }],
    [{ cpu: Cpu.millis(1) }, { cpu: '1m' }],
    [{ cpu: Cpu.millis(2500) }, { cpu: '2500m' }],
    [{ cpu: Cpu.millis(3000) }, { cpu: '3' }],
  ])('writes the quantities of %j as Kubernetes does', (props, requests) => {
    expect(synthesized(props).container.resources.requests).toMatchObject(requests);
  });

  test('options reach the pod', () => {
    const chart = newChart();
    newWorker(chart, {
      cpu: Cpu.units(2),
      memory: Size.gibibytes(8),
      ephemeralStorage: Size.gibibytes(50),
      command: ['python'],
      args: ['worker.py'],
      env: { MODEL: EnvValue.fromValue('sdxl') },
      modelDirectory: NodeLocalDirectory.at('/var/lib/models'),
      imagePullSecrets: [Secret.fromSecretName(chart, 'pull', 'pull')],
      serviceAccountName: 'worker',
      preStop: ['/bin/drain', '--wait'],
      user: 1234,
      healthCheck: HealthCheck.command('cat', '/tmp/ready'),
      metadata: { name: 'sdxl', labels: { team: 'ml' }, annotations: { note: 'x' } },
    });
    const deployment = new Synthesized(chart).one('Deployment', 'sdxl');
    const pod = deployment.spec.template.spec;
    expect(deployment.metadata).toMatchObject({ name: 'sdxl', labels: { team: 'ml' }, annotations: { note: 'x' } });
    expect(pod.containers[0]).toMatchObject({
      command: ['python'],
      args: ['worker.py'],
      env: [{ name: 'MODEL', value: 'sdxl' }],
      volumeMounts: [{ name: 'models', mountPath: '/models', readOnly: true }],
      resources: { requests: { 'cpu': '2', 'memory': '8Gi', 'ephemeral-storage': '50Gi' } },
      startupProbe: { exec: { command: ['cat', '/tmp/ready'] } },
      lifecycle: { preStop: { exec: { command: ['/bin/drain', '--wait'] } } },
    });
    expect(pod).toMatchObject({
      serviceAccountName: 'worker',
      automountServiceAccountToken: true,
      imagePullSecrets: [{ name: 'pull' }],
      securityContext: { runAsUser: 1234 },
      volumes: [{ name: 'models', hostPath: { path: '/var/lib/models', type: 'DirectoryOrCreate' } }],
    });
    expect(new Synthesized(chart).one('ScaledObject').spec.scaleTargetRef.name).toBe('sdxl');
  });

  test('health checks', () => {
    expect(synthesized().container.readinessProbe.httpGet).toEqual({ path: '/healthz', port: 8080 });
    expect(synthesized({ healthCheck: HealthCheck.http({ port: 1, path: '/up' }) }).container.livenessProbe.httpGet).toEqual({ path: '/up', port: 1 });
    expect(synthesized({ healthCheck: HealthCheck.none() }).container).not.toHaveProperty('startupProbe');
  });

  describe('a cooldown is never shorter than a scaler that hangs, and the poll after it', () => {
    const coldStart = ColdStart.of({ nodeStart: Duration.seconds(10), imagePull: Duration.seconds(5), modelLoad: Duration.seconds(5) });

    test.each([[1, 46], [15, 60], [60, 105]])('polled each %p s: %p s is the least', (polling, least) => {
      const props = { coldStart, pollingInterval: Duration.seconds(polling) };
      expect(synthesized({ ...props, cooldownPeriod: Duration.seconds(least) }).scaledObject.spec.cooldownPeriod).toBe(least);
      expect(() => synthesized({ ...props, cooldownPeriod: Duration.seconds(least - 1) })).toThrow(
        `cooldownPeriod (seconds): got ${least - 1}; expected a whole number from ${least}`);
    });
  });

  test.each([0, 1, 20])('minReplicas %p', (minReplicas) => {
    const { spec } = synthesized({ minReplicas }).scaledObject;
    expect(spec.minReplicaCount).toBe(minReplicas);
    // With a minimum KEDA never goes to zero, and warns about both settings.
    expect('cooldownPeriod' in spec).toBe(minReplicas === 0);
    expect('pollingInterval' in spec).toBe(minReplicas === 0);
  });

  describe('wakeTo', () => {
    test.each([2, 20])('%p: none, or at least that many', (wakeTo) => {
      const { spec } = synthesized({ wakeTo }).scaledObject;
      expect(spec).toMatchObject({ idleReplicaCount: 0, minReplicaCount: wakeTo });
      // It goes to zero, so the times stay.
      expect(spec).toMatchObject({ pollingInterval: 15, cooldownPeriod: 960, initialCooldownPeriod: 0 });
    });

    test("1 is KEDA's own way, and needs no idle count", () => {
      expect(synthesized({ wakeTo: 1 }).scaledObject).toEqual(synthesized().scaledObject);
      expect(synthesized({ wakeTo: 1, minReplicas: 3 }).scaledObject.spec).toMatchObject({ minReplicaCount: 3 });
      expect(synthesized().scaledObject.spec).not.toHaveProperty('idleReplicaCount');
    });

    test.each([
      [{ wakeTo: 0 }, 'wakeTo: got 0; expected a whole number from 1 to 20'],
      [{ wakeTo: 21 }, 'wakeTo: got 21'],
      [{ wakeTo: 1.5 }, 'wakeTo: got 1.5'],
      [{ wakeTo: 2, minReplicas: 1 }, "wakeTo: got 2; expected nothing beside minReplicas: 1, because KEDA's only idle count is 0; leave out one of the two"],
    ])('refuses %j', (props, message) => {
      expect(() => synthesized(props)).toThrow(message);
    });
  });

  describe('activationThreshold', () => {
    test('may be a fraction, for a source that is never quite 0', () => {
      expect(synthesized({ activationThreshold: 0.5 }).scaledObject.spec.triggers[0].metadata.activationThreshold).toBe('0.5');
    });

    test('is refused where it would leave a job waiting', () => {
      expect(() => synthesized({ activationThreshold: 1 })).toThrow('chart/worker: activationThreshold: got 1; expected less than 1, '
        + 'because with minReplicas: 0 so many jobs would wait for ever; leave it out, or keep a worker with minReplicas: 1');
      expect(() => synthesized({ activationThreshold: 5, minReplicas: 1 })).not.toThrow();
    });
  });

  test('warns of a cooldown that a minimum makes useless', () => {
    expect(warningsOf(() => synthesized({ minReplicas: 2, cooldownPeriod: Duration.minutes(20) }))).toEqual([
      'chart/worker: cooldownPeriod (seconds): got 1200; it has no effect with minReplicas: 2, which KEDA never goes below; '
      + 'leave it out, and set behavior.scaleDown for how soon further workers go',
    ]);
  });

  describe('warns of an image by a tag that moves', () => {
    const warnings = (image: string) => warningsOf(() => synthesized({ image }));

    test.each(['vllm/vllm-openai:latest', 'registry.example.com:5000/worker'])('%s', (image) => {
      expect(warnings(image)).toEqual([`chart/worker: image: got "${image}"; nodes keep the image that they have, so that old and new workers run side by side, `
        + 'and none is rolled out; pin a tag or a digest']);
    });

    test.each(['vllm/vllm-openai:v0.11.0', 'worker@sha256:0a', 'worker:latest@sha256:0a'])('not of %s', (image) => {
      expect(warnings(image)).toEqual([]);
    });
  });

  describe('a pool that several share has room for what they hold at all times', () => {
    const two = (first: number, second: number, gpus = 1) => {
      const chart = newChart();
      const nodePool = newPool(chart, { gpusPerNode: 4 });
      newWorker(chart, { nodePool, minReplicas: first, gpus, maxReplicas: 5 });
      newWorker(chart, { nodePool, scaler: undefined, minReplicas: second }, 'second');
    };

    test('their fewest replicas together', () => {
      expect(() => two(5, 10, 2)).not.toThrow();
      expect(() => two(5, 11, 2)).toThrow('chart/second: minReplicas: got 11; expected at most 10, because workers and warm pools of chart/gpus hold 10 of its 20 GPUs already; '
        + 'lower it, or raise maxGpus on the pool');
    });

    test('the most that each may have is not counted: that is what a shared pool is for', () => {
      expect(warningsOf(() => two(0, 0))).toEqual([]);
    });
  });

  test('a fraction of a job per replica', () => {
    expect(synthesized({ jobsPerReplica: 0.001 }).scaledObject.spec.triggers[0].metadata.jobsPerReplica).toBe('0.001');
  });

  test('several GPUs a worker', () => {
    const chart = newChart();
    newWorker(chart, { nodePool: newPool(chart, { gpusPerNode: 4 }), gpus: 2, maxReplicas: 10 });
    const { resources } = new Synthesized(chart).one('Deployment', 'worker').spec.template.spec.containers[0];
    expect(resources.limits['nvidia.com/gpu']).toBe('2');
    expect(resources.requests.cpu).toBe('18');
  });

  describe('/dev/shm', () => {
    const shared = (props: Parameters<typeof newWorker>[1], gpusPerNode = 4) => {
      const chart = newChart();
      newWorker(chart, { nodePool: newPool(chart, { gpusPerNode }), maxReplicas: 5, ...props });
      const { containers: [{ volumeMounts }], volumes } = new Synthesized(chart).one('Deployment', 'worker').spec.template.spec;
      return { volumeMounts, volumes };
    };
    const NONE = { volumeMounts: undefined, volumes: undefined };
    const mounted = (emptyDir: object) => ({ volumeMounts: [{ name: 'shared-memory', mountPath: '/dev/shm' }], volumes: [{ name: 'shared-memory', emptyDir }] });

    test("is of the worker's memory with several GPUs, whose processes share tensors, and the runtime's with one", () => {
      expect(shared({ gpus: 2 })).toEqual(mounted({ medium: 'Memory' }));
      expect(shared({ gpus: 1 })).toEqual(NONE);
    });

    test('has the size that is asked for, with one GPU too', () => {
      expect(shared({ gpus: 2, sharedMemory: Size.gibibytes(8) })).toEqual(mounted({ medium: 'Memory', sizeLimit: '8Gi' }));
      expect(shared({ sharedMemory: Size.mebibytes(512) }, 1)).toEqual(mounted({ medium: 'Memory', sizeLimit: '512Mi' }));
    });

    test('is left as it is if no size is asked for', () => {
      expect(shared({ gpus: 4, sharedMemory: Size.gibibytes(0) })).toEqual(NONE);
    });

    test('lies beside the models', () => {
      expect(shared({ gpus: 2, modelDirectory: NodeLocalDirectory.at('/var/lib/models') }).volumes.map(({ name }: any) => name)).toEqual(['models', 'shared-memory']);
    });

    test('is no larger than the memory', () => {
      expect(() => shared({ gpus: 2, memory: Size.gibibytes(8), sharedMemory: Size.gibibytes(9) })).toThrow(
        'chart/worker: sharedMemory (MiB): got 9216; expected at most 8192, the memory of the worker, of which it is a part; lower it, or raise memory');
      expect(() => shared({ sharedMemory: Size.kibibytes(64) })).toThrow('chart/worker: sharedMemory: got "64Ki"; expected at least 1 MiB, or 0');
    });
  });

  describe("KEDA's own triggers", () => {
    const own = { scaler: undefined, source: undefined, jobsPerReplica: undefined };
    const list = new triggers.RedisTrigger({ address: 'redis.ml:6379', listName: 'jobs', listLength: 5 });
    const window = new triggers.CronTrigger({ timezone: 'Europe/Berlin', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: 2 });
    const cpu = new triggers.CpuTrigger({ value: '60' });

    test('take the place of scaler and source', () => {
      const { spec } = synthesized({ ...own, triggers: [list] }).scaledObject;
      expect(spec.triggers).toEqual([{
        type: 'redis', name: 'redis', metricType: 'AverageValue', metadata: { address: 'redis.ml:6379', listName: 'jobs', listLength: '5' },
      }]);
    });

    test('several are told apart', () => {
      expect(synthesized({ ...own, triggers: [list, window] }).scaledObject.spec.triggers.map(({ name }: any) => name)).toEqual(['redis-0', 'cron-1']);
    });

    test('may not see the jobs in flight, so the cooldown outlasts the longest job', () => {
      expect(synthesized({ ...own, triggers: [list], maxJobDuration: Duration.minutes(20) }).scaledObject.spec.cooldownPeriod).toBe(1200);
      expect(synthesized({ ...own, triggers: [list] }).scaledObject.spec.cooldownPeriod).toBe(960);
    });

    test('what measures pods needs a pod', () => {
      expect(synthesized({ ...own, triggers: [cpu], minReplicas: 1 }).scaledObject.spec.triggers[0].metricType).toBe('Utilization');
      expect(synthesized({ ...own, triggers: [cpu, list] }).scaledObject.spec.minReplicaCount).toBe(0);
      expect(() => synthesized({ ...own, triggers: [cpu] })).toThrow('minReplicas: got 0; expected at least 1, because these triggers measure the pods');
    });

    test.each([
      [{ ...own }, 'chart/worker: source: got nothing; expected a source, or triggers; set one of the two'],
      [{ source: undefined }, 'source: got nothing; expected a source, or triggers'],
      [{ jobsPerReplica: undefined }, 'jobsPerReplica: got nothing; expected a number of at least 0.001'],
      [{ triggers: [list] }, 'triggers: got ["redis"]; expected nothing beside scaler, connections and source, which are a trigger'],
      [{ ...own, connections: {}, triggers: [list] }, 'triggers: got ["redis"]; expected nothing beside scaler, connections and source'],
      [{ ...own, triggers: [] }, 'triggers: got []; expected at least one'],
      [{ ...own, jobsPerReplica: 5, triggers: [list] }, 'jobsPerReplica: got 5; expected nothing beside triggers'],
      [{ ...own, activationThreshold: 0, triggers: [list] }, 'activationThreshold: got 0; expected nothing beside triggers'],
      [{ ...own, triggers: [new KedaTrigger('a', {}, { triggerName: 'x' }), new KedaTrigger('b', {}, { triggerName: 'x' })] },
        'triggers.triggerName: got "x"; expected a name of its own for each trigger'],
    ])('refuses %#', (props, message) => {
      expect(() => synthesized(props)).toThrow(message);
    });
  });

  test('public children are the escape hatches', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    expect(ApiObject.of(worker)).toBe(worker.deployment);
    worker.scaledObject.metadata.addAnnotation('autoscaling.keda.sh/paused', 'true');
    expect(new Synthesized(chart).one('ScaledObject').metadata.annotations).toEqual({ 'autoscaling.keda.sh/paused': 'true' });
  });

  test('a name of 54 characters is the longest that KEDA can make an HPA of', () => {
    expect(synthesized({ metadata: { name: `worker-${'x'.repeat(47)}` } }).scaledObject.metadata.name).toHaveLength(54);
    expect(() => synthesized({ metadata: { name: `worker-${'x'.repeat(48)}` } })).toThrow('metadata.name: got "worker-xxx');
    const chart = new Chart(new App(), `chart-${'y'.repeat(57)}`, { namespace: 'ml-platform' });
    newWorker(chart);
    expect(new Synthesized(chart).one('ScaledObject').metadata.name.length).toBeLessThanOrEqual(54);
  });

  test.each([
    [{ image: '' }, 'chart/worker: image: got ""; expected a non-empty string; set image'],
    [{ jobsPerReplica: 0 }, 'chart/worker: jobsPerReplica: got 0; expected a finite number of at least 0.001; correct jobsPerReplica'],
    [{ jobsPerReplica: NaN }, 'jobsPerReplica: got "NaN"'],
    [{ activationThreshold: -1 }, 'activationThreshold: got -1'],
    [{ maxReplicas: 0 }, 'maxReplicas: got 0; expected a whole number from 1'],
    [{ maxReplicas: 1.5 }, 'maxReplicas: got 1.5'],
    [{ maxReplicas: 21 }, "maxReplicas: got 21; expected at most 20, for which the pool's maxGpus of 20 has room; lower it, or set maxGpus: 21 on the pool"],
    [{ minReplicas: -1 }, 'minReplicas: got -1; expected a whole number from 0 to 20'],
    [{ minReplicas: 21 }, 'minReplicas: got 21'],
    [{ gpus: 0 }, 'gpus: got 0; expected a whole number from 1 to 1'],
    [{ gpus: 2 }, 'gpus: got 2; expected at most 1, the GPUs of a node of chart/gpus; lower it, or set gpusPerNode: 2 on the pool'],
    [{ cpu: Cpu.millis(0) }, 'cpu (millicores): got 0; expected more than 0; raise it, or leave it out'],
    [{ cpu: Cpu.units(60) }, 'cpu (millicores): got 60000; expected at most 57600, what g5.16xlarge, the largest instance type of the pool, has for it'],
    [{ memory: Size.gibibytes(0) }, 'memory (MiB): got 0'],
    [{ maxJobDuration: Duration.seconds(0) }, 'maxJobDuration (seconds): got 0; expected a whole number from 1'],
    [{ maxJobDuration: Duration.millis(500) }, 'maxJobDuration (seconds): got 0.5'],
    [{ pollingInterval: Duration.seconds(0) }, 'pollingInterval (seconds): got 0'],
    [{ cooldownPeriod: Duration.seconds(479) }, 'cooldownPeriod (seconds): got 479; expected a whole number from 480'],
    [{ user: 0 }, 'user: got 0; expected a whole number from 1 to 2147483647'],
    [{ healthCheck: HealthCheck.http({ port: 0 }) }, 'healthCheck.port: got 0'],
    [{ healthCheck: HealthCheck.command() }, 'healthCheck.command: got nothing'],
  ])('refuses %j', (props, message) => {
    expect(() => synthesized(props)).toThrow(message);
  });

  test('refuses GPUs that a node cannot be divided into', () => {
    const chart = newChart();
    expect(() => newWorker(chart, { nodePool: newPool(chart, { gpusPerNode: 4 }), gpus: 3, maxReplicas: 1 })).toThrow(
      'gpus: got 3; expected a divisor of the 4 GPUs of a node');
  });

  test('refuses a chart without a namespace', () => {
    const platform = newChart();
    expect(() => new GpuAutoscaledWorker(new Chart(new App(), 'bare'), 'worker', {
      image: 'i',
      nodePool: newPool(platform),
      scaler: newScaler(platform),
      source: MetricSource.redisStream({ connection: 'jobs', stream: 's', group: 'g' }),
      jobsPerReplica: 1,
      maxReplicas: 1,
      maxJobDuration: Duration.minutes(1),
    })).toThrow('bare/worker: namespace: got nothing');
  });
});

describe('ColdStart', () => {
  test('is the sum of its parts', () => {
    expect(ColdStart.of().total.toSeconds()).toBe(480);
    expect(ColdStart.of({ imagePull: Duration.seconds(0) }).total.toSeconds()).toBe(240);
  });
});

describe('NodeLocalDirectory', () => {
  test.each(['models', '/', '//', '/a/../b', ''])('refuses %p', (path) => {
    expect(() => NodeLocalDirectory.at(path)).toThrow('NodeLocalDirectory.at: hostPath: got');
    expect(() => NodeLocalDirectory.at('/models', path)).toThrow('NodeLocalDirectory.at: mountPath: got');
  });
});
