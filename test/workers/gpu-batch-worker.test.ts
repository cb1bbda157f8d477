import { ApiObject, Duration, Size } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-28';
import { TRIGGER_PARAMETERS } from '../../imports/keda-trigger-parameters';
import {
  ColdStart, Connection, CountedJobs, GpuBatchWorker, GpuBatchWorkerProps, HealthCheck, KedaTrigger, MetricSource, ModelCacheDaemonSet, ScalerTls,
  triggers, TriggerMetricType, WarmPool,
} from '../../lib';
import { parseTriggerMetadata } from '../../lib/contract';
import { JOB_TARGETS } from '../../lib/scaling/job-target';
import { newChart, newPool, newScaler, Synthesized } from '../support/synth';

function newBatchWorker(chart = newChart(), props: Partial<GpuBatchWorkerProps> = {}): GpuBatchWorker {
  return new GpuBatchWorker(chart, 'batch', {
    image: 'registry.example.com/batch:1.0.0',
    nodePool: props.nodePool ?? newPool(chart),
    scaler: props.scaler ?? newScaler(chart),
    source: MetricSource.redisStream({ connection: 'jobs', stream: 'inference-jobs', group: 'workers' }),
    maxReplicas: 20,
    maxJobDuration: Duration.hours(6),
    ...props,
  });
}

function synthesized(props: Partial<GpuBatchWorkerProps> = {}): { scaledJob: any; job: any; pod: any; annotations: any } {
  const chart = newChart();
  newBatchWorker(chart, props);
  const scaledJob = new Synthesized(chart).one('ScaledJob');
  const job = scaledJob.spec.jobTargetRef;
  return { scaledJob, job, pod: job.template.spec, annotations: job.template.metadata.annotations };
}

describe('GpuBatchWorker', () => {
  test('defaults', () => {
    expect(synthesized().scaledJob).toMatchSnapshot();
  });

  test('is a ScaledJob and nothing else that scales', () => {
    const chart = newChart();
    newBatchWorker(chart);
    const kinds = new Synthesized(chart).objects.map(({ kind }) => kind);
    expect(kinds).not.toContain('ScaledObject');
    expect(kinds.filter((kind) => kind === 'Deployment')).toHaveLength(1); // the scaler's
  });

  test('has one external trigger, because KEDA ignores pushes for a ScaledJob, with one Kubernetes Job for each job of the queue', () => {
    const { spec } = synthesized().scaledJob;
    expect(spec.triggers).toHaveLength(1);
    const [trigger] = spec.triggers;
    expect(trigger.type).toBe('external');
    // KEDA refuses a ScaledJob with this field.
    expect(trigger).not.toHaveProperty('metricType');
    expect(parseTriggerMetadata(trigger.metadata)).toMatchObject({ kind: 'ScaledJob', jobsPerReplica: 1, activationThreshold: 0 });
  });

  test("leaves KEDA's default strategy, the one for a count that has the jobs in flight in it", () => {
    expect(synthesized().scaledJob.spec).not.toHaveProperty('scalingStrategy');
  });

  test('a change of the ScaledJob leaves running Jobs alone', () => {
    expect(synthesized().scaledJob.spec.rollout).toEqual({ strategy: 'gradual' });
  });

  describe('nothing ends a job before its time', () => {
    test('grace is the longest job and 30 seconds', () => {
      expect(synthesized().pod.terminationGracePeriodSeconds).toBe(6 * 3600 + 30);
    });

    test('a pod may run for three times its usual start, at least ten minutes, and the grace', () => {
      expect(synthesized().pod.activeDeadlineSeconds).toBe(3 * 360 + 6 * 3600 + 30);
      const coldStart = ColdStart.of({ imagePull: Duration.seconds(0), modelLoad: Duration.seconds(199) });
      expect(synthesized({ coldStart, maxJobDuration: Duration.seconds(1) }).pod.activeDeadlineSeconds).toBe(600 + 31);
      expect(synthesized({ activeDeadline: Duration.hours(7) }).pod.activeDeadlineSeconds).toBe(7 * 3600);
    });

    test('the Job itself has no deadline, which would count the wait for a machine', () => {
      expect(synthesized().job).not.toHaveProperty('activeDeadlineSeconds');
    });

    test('node autoscalers leave the pod alone for as long as it may run', () => {
      const { annotations, pod } = synthesized();
      expect(annotations).toEqual({
        'karpenter.sh/do-not-disrupt': `${pod.activeDeadlineSeconds}s`,
        'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
      });
    });

    test('refuses a pool that would', () => {
      const nodePool = newPool(newChart(), { expireAfter: Duration.days(1), terminationGracePeriod: Duration.hours(6) });
      expect(() => newBatchWorker(newChart(), { nodePool })).toThrow(
        "the node pool's terminationGracePeriod (seconds): got 21600; expected at least 21640, 10 more than this worker's grace");
    });
  });

  test('an empty node does not wait for the grace of Jobs, which no scale-in ends', () => {
    const chart = newChart();
    newBatchWorker(chart);
    expect(new Synthesized(chart).one('NodePool').spec.disruption.consolidateAfter).toBe('300s');
    expect(() => newBatchWorker(newChart(), { nodePool: newPool(newChart(), { consolidateAfter: Duration.seconds(0) }) })).not.toThrow();
  });

  test('a pod that was taken away is no failure of the job', () => {
    const { job, pod } = synthesized();
    expect(job.podFailurePolicy).toEqual({ rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] });
    // Kubernetes accepts that policy only together with these.
    expect(pod.restartPolicy).toBe('Never');
    expect(job.podReplacementPolicy).toBe('Failed');
  });

  test('has no probes: a Job serves nobody, and its deadline ends it when it hangs', () => {
    expect(Object.keys(synthesized().pod.containers[0]).filter((key) => key.endsWith('Probe'))).toEqual([]);
  });

  test('options reach the ScaledJob', () => {
    const { scaledJob, job, pod } = synthesized({
      pollingInterval: Duration.seconds(5),
      backoffLimit: 0,
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 100,
      maxReplicas: 1,
      memory: Size.gibibytes(8),
      env: { MODEL: EnvValue.fromValue('sdxl') },
      preStop: ['/bin/save'],
      metadata: { name: 'nightly', labels: { team: 'ml' } },
    });
    expect(scaledJob.metadata).toMatchObject({ name: 'nightly', labels: { 'team': 'ml', 'app.kubernetes.io/instance': 'nightly' } });
    expect(scaledJob.spec).toMatchObject({ pollingInterval: 5, successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 100, maxReplicaCount: 1 });
    expect(job.backoffLimit).toBe(0);
    expect(pod.containers[0]).toMatchObject({
      env: [{ name: 'MODEL', value: 'sdxl' }],
      resources: { limits: { memory: '8Gi' } },
      lifecycle: { preStop: { exec: { command: ['/bin/save'] } } },
    });
  });

  describe("KEDA's own triggers", () => {
    const own = { scaler: undefined, source: undefined };
    const sqs = new triggers.AwsSqsQueueTrigger({ queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/jobs', awsRegion: 'eu-west-1', queueLength: 1 });
    const list = new triggers.RedisTrigger({ address: 'redis.ml:6379', listName: 'jobs', listLength: 1 });
    const taken = HealthCheck.command('test', '-e', '/tmp/job');

    test("a count with the jobs in flight in it: KEDA's default strategy", () => {
      const { scaledJob, pod } = synthesized({ ...own, triggers: [sqs], counted: CountedJobs.WAITING_AND_IN_FLIGHT });
      expect(scaledJob.spec).not.toHaveProperty('scalingStrategy');
      expect(scaledJob.spec.triggers).toEqual([{
        type: 'aws-sqs-queue', name: 'aws-sqs-queue', metadata: { queueURL: 'https://sqs.eu-west-1.amazonaws.com/1/jobs', awsRegion: 'eu-west-1', queueLength: '1' },
      }]);
      expect(pod.containers[0]).not.toHaveProperty('readinessProbe');
    });

    test('a count of waiting jobs: accurate, and a Job is pending until its pod has taken a job', () => {
      const { scaledJob, pod } = synthesized({ ...own, triggers: [list], counted: CountedJobs.WAITING, jobTaken: taken });
      expect(scaledJob.spec.scalingStrategy).toEqual({ strategy: 'accurate', pendingPodConditions: ['Ready'] });
      expect(pod.containers[0].readinessProbe).toEqual({ exec: { command: ['test', '-e', '/tmp/job'] }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 });
      expect(pod.containers[0]).not.toHaveProperty('livenessProbe');
    });

    test.each([
      [{ ...own }, 'chart/batch: source: got nothing; expected a source, or triggers'],
      [{ ...own, triggers: [sqs] }, 'counted: got nothing; expected a CountedJobs, because triggers are given'],
      [{ ...own, triggers: [list], counted: CountedJobs.WAITING }, 'jobTaken: got nothing; expected a health check that succeeds once the worker has taken its job'],
      [{ ...own, triggers: [list], counted: CountedJobs.WAITING, jobTaken: HealthCheck.none() }, 'jobTaken: got nothing'],
      [{ ...own, triggers: [sqs], counted: CountedJobs.WAITING_AND_IN_FLIGHT, jobTaken: taken }, 'jobTaken: got "a health check"; expected nothing where jobs in flight are counted too; leave it out'],
      [{ counted: CountedJobs.WAITING }, 'counted: got "waiting"; expected nothing with a source that says what it counts; leave it out'],
      [{ jobTaken: taken }, 'jobTaken: got "a health check"; expected nothing where jobs in flight are counted too'],
      [{ ...own, counted: CountedJobs.WAITING_AND_IN_FLIGHT, triggers: [new triggers.CpuTrigger({ value: '60' })] },
        'triggers: got "cpu"; expected a trigger that KEDA has for a ScaledJob; use one that counts jobs'],
      [{ ...own, counted: CountedJobs.WAITING_AND_IN_FLIGHT, triggers: [new triggers.ExternalPushTrigger({ scalerAddress: 'scaler:6000' })] },
        'triggers: got "external-push"; expected a trigger that KEDA has for a ScaledJob; use an ExternalTrigger'],
      [{
        ...own,
        counted: CountedJobs.WAITING_AND_IN_FLIGHT,
        triggers: [new triggers.PrometheusTrigger({ serverAddress: 'http://prometheus', query: 'sum(x)', threshold: 1, metricType: TriggerMetricType.VALUE })],
      }, 'triggers.prometheus: got {"metricType":"Value"}; expected neither of them'],
    ])('refuses %#', (props, message) => {
      expect(() => synthesized(props)).toThrow(message);
    });
  });

  describe('a job has one Kubernetes Job', () => {
    const keda = (trigger: KedaTrigger) => () => synthesized({
      scaler: undefined, source: undefined, triggers: [trigger], counted: CountedJobs.WAITING_AND_IN_FLIGHT,
    });

    test("so KEDA's own triggers have a target of 1", () => {
      expect(keda(new triggers.AwsSqsQueueTrigger({ queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/jobs', awsRegion: 'eu-west-1' }))).toThrow(
        'chart/batch: triggers.aws-sqs-queue.queueLength: got nothing; expected 1, because a worker does one job and ends; set it to 1');
      expect(keda(new triggers.RedisTrigger({ address: 'redis.ml:6379', listName: 'jobs', listLength: 5 }))).toThrow('triggers.redis.listLength: got "5"; expected 1');
      expect(keda(new KedaTrigger('rabbitmq', { queueName: 'jobs', mode: 'QueueLength', value: '20' }))).toThrow('triggers.rabbitmq.value: got "20"; expected 1');
      expect(keda(new KedaTrigger('redis-streams', { stream: 'jobs' }))).toThrow('triggers.redis-streams.pendingEntriesCount: got nothing');
      expect(keda(new KedaTrigger('redis-streams', { stream: 'jobs', lagCount: '1' }))).not.toThrow();
      expect(keda(new triggers.CronTrigger({ timezone: 'UTC', start: '0 8 * * *', end: '0 18 * * *', desiredReplicas: 3 }))).not.toThrow();
    });

    test.each(Object.entries(JOB_TARGETS))('%s knows the targets %j', (type, names) => {
      expect(TRIGGER_PARAMETERS[type].known.split(' ')).toEqual(expect.arrayContaining([...names]));
    });

    test('so no weight counts it as several, or as less than one', () => {
      const stream = MetricSource.redisStream({ connection: 'jobs', stream: 's', group: 'g' });
      expect(() => synthesized({ source: MetricSource.sum(stream, MetricSource.weighted(stream, 3)) })).toThrow(
        'chart/batch: source: got "weighted 3"; expected jobs that count as 1, because each has a Kubernetes Job of its own; leave the weight out');
      expect(() => synthesized({ source: MetricSource.weighted(stream, 1) })).not.toThrow();
    });
  });

  describe('the strategy follows from what the source counts', () => {
    const taken = HealthCheck.command('test', '-e', '/tmp/job');
    const list = (inFlight: string[]) => MetricSource.redisList({ connection: 'jobs', waiting: ['jobs'], inFlight });
    const strategyOf = (props: Partial<GpuBatchWorkerProps>) => synthesized(props).scaledJob.spec.scalingStrategy;
    const ACCURATE = { strategy: 'accurate', pendingPodConditions: ['Ready'] };

    test('a Redis list whose workers keep their jobs nowhere counts waiting ones', () => {
      expect(strategyOf({ source: list(['taken']) })).toBeUndefined();
      expect(strategyOf({ source: list([]), jobTaken: taken })).toEqual(ACCURATE);
      expect(() => strategyOf({ source: list([]) })).toThrow(
        'jobTaken: got nothing; expected a health check that succeeds once the worker has taken its job, because only waiting jobs are counted; set it, or count the jobs in flight too');
    });

    test('sources that count differently do not go together', () => {
      expect(() => strategyOf({ source: MetricSource.sum(list([]), list(['taken'])), jobTaken: taken })).toThrow(
        'chart/batch: source: got "sum"; expected parts that all count the jobs in flight, or none of which does; let each count them');
    });

    test('of a single number it has to be said', () => {
      const metrics = (options = {}) => {
        const scaler = newScaler(newChart(), { connections: { metrics: Connection.prometheus({ url: 'http://prometheus.monitoring:9090' }) } });
        return { scaler, source: MetricSource.prometheusQuery({ connection: 'metrics', query: 'sum(jobs)', ...options }) };
      };
      expect(() => strategyOf(metrics())).toThrow('chart/batch: counted: got nothing; expected a CountedJobs, because the number of prometheus-query may be of either; '
        + 'say what it counts, or let the source read the jobs in flight separately');
      expect(strategyOf({ ...metrics(), counted: CountedJobs.WAITING_AND_IN_FLIGHT })).toBeUndefined();
      expect(strategyOf({ ...metrics(), counted: CountedJobs.WAITING, jobTaken: taken })).toEqual(ACCURATE);
      expect(strategyOf(metrics({ inFlightQuery: 'sum(running)' }))).toBeUndefined();
    });
  });

  test('refuses a source that sees nothing without a worker, and advises nothing that a batch worker does not have', () => {
    const scaler = newScaler(newChart(), { connections: { metrics: Connection.prometheus({ url: 'http://prometheus.monitoring:9090' }) } });
    const source = MetricSource.vllm({ connection: 'metrics', modelName: 'llama-3-8b' });
    expect(() => synthesized({ scaler, source })).toThrow(/expected a source that sees jobs while no worker runs.*by MetricSource\.max\(\.\.\.\)$/);
  });

  test('with TLS, KEDA never falls back to plain text', () => {
    const chart = newChart();
    const secret = Secret.fromSecretName(chart, 'secret', 'keda-tls');
    const worker = newBatchWorker(chart, { scaler: newScaler(chart, { tls: ScalerTls.secrets({ serverSecret: secret, clientSecret: secret }) }) });
    const [trigger] = new Synthesized(chart).one('ScaledJob').spec.triggers;
    expect(trigger.metadata.enableTLS).toBe('true');
    expect(trigger.authenticationRef).toEqual({ name: worker.triggerAuthentication!.name });
  });

  test('warm pool and model cache serve it as they serve a worker', () => {
    const chart = newChart();
    const worker = newBatchWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare: 1 });
    new ModelCacheDaemonSet(chart, 'cache', { nodePool: worker.nodePool, images: [worker.image] });
    const objects = new Synthesized(chart);
    expect(objects.one('Deployment', 'warm').spec.template.spec.containers[0].resources)
      .toEqual(objects.one('ScaledJob').spec.jobTargetRef.template.spec.containers[0].resources);
  });

  test('the ScaledJob is the escape hatch', () => {
    const worker = newBatchWorker();
    expect(ApiObject.of(worker)).toBe(worker.scaledJob);
  });

  test('a name of 57 characters is the longest that fits the names of its Jobs', () => {
    expect(synthesized({ metadata: { name: 'x'.repeat(57) } }).scaledJob.metadata.name).toHaveLength(57);
    expect(() => synthesized({ metadata: { name: 'x'.repeat(58) } })).toThrow('expected at most 57 characters, because Kubernetes names each Job NAME-xxxxx');
  });

  test.each([
    [{ image: '' }, 'chart/batch: image: got ""; expected a non-empty string; set image'],
    [{ maxReplicas: 21 }, "maxReplicas: got 21; expected at most 20, for which the pool's maxGpus of 20 has room"],
    [{ maxJobDuration: Duration.seconds(0) }, 'maxJobDuration (seconds): got 0'],
    [{ activeDeadline: Duration.minutes(359) }, 'activeDeadline (seconds): got 21540; expected a whole number from 21600'],
    [{ pollingInterval: Duration.seconds(4) }, 'pollingInterval (seconds): got 4; expected a whole number from 5'],
    [{ backoffLimit: -1 }, 'backoffLimit: got -1'],
    [{ successfulJobsHistoryLimit: 0.5 }, 'successfulJobsHistoryLimit: got 0.5'],
    [{ failedJobsHistoryLimit: -1 }, 'failedJobsHistoryLimit: got -1'],
    [{ preStop: [] }, 'preStop: got nothing; expected a non-empty string'],
    [{ source: MetricSource.vllm({ connection: 'jobs', modelName: 'm', namespace: 'ml' }) }, 'source: got "vllm"; expected a source that sees jobs while no worker runs'],
    [{ source: MetricSource.redisStream({ connection: 'nope', stream: 's', group: 'g' }) }, 'source.connection: got "nope"'],
  ])('refuses %j', (props, message) => {
    expect(() => synthesized(props)).toThrow(message);
  });
});
