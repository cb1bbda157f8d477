import { App, Chart, Duration, Size, Testing, Yaml } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { imageGeneration } from '../examples/image-generation';
import {
  CapacityType, ColdStart, Connection, CountedJobs, ExternalScaler, Gpu, GpuAutoscaledWorker, GpuBatchWorker, GpuNodePool, HealthCheck,
  MetricSource, ModelCacheDaemonSet, NodeClass, NodeDisk, NodeLocalDirectory, ScalerTls, triggers, WarmPool, WarmPoolEngine,
} from '../lib';
import { CrdSchemas } from './support/crd-schemas';
import { newChart, newScaler, newWorker, Synthesized } from './support/synth';

const SCHEMAS = new CrdSchemas();

const CAPACITY_TYPES = [CapacityType.RESERVED, CapacityType.SPOT, CapacityType.ON_DEMAND];

describe('every emitted object is valid under the released CRDs, bounds and enums included', () => {
  test('the example', () => {
    const objects = Testing.synth(imageGeneration(new App()));
    expect(objects.filter((object) => SCHEMAS.knows(object)).map((object) => object.kind).sort()).toEqual([
      'Certificate', 'Certificate', 'Certificate', 'EC2NodeClass', 'Issuer', 'Issuer', 'NodePool', 'ScaledObject', 'TriggerAuthentication',
    ]);
    expect(SCHEMAS.errorsOf(objects)).toEqual([]);
  });

  test('property: whatever the options, and the same when synthesized twice', () => {
    const shape = fc.constantFrom<[Gpu, number]>([Gpu.A10G, 1], [Gpu.A10G, 4], [Gpu.L4, 8], [Gpu.T4G, 1], [Gpu.H100, 8], [Gpu.H200, 8]);
    fc.assert(fc.property(
      shape, fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 86_400 }), fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      fc.nat(3), fc.boolean(), fc.boolean(),
      ([gpu, gpusPerNode], maxReplicas, job, jobsPerReplica, min, buffer, expires) => {
        const chart = newChart();
        const secret = Secret.fromSecretName(chart, 'secret', 'secret');
        const scaler = new ExternalScaler(chart, 'scaler', {
          connections: { jobs: Connection.redis({ host: 'redis', password: { secret } }) },
          tls: expires ? ScalerTls.certManager() : ScalerTls.none(),
        });
        const nodePool = new GpuNodePool(chart, 'gpus', {
          nodeClass: buffer
            ? NodeClass.kwok({ nodeRegistrationDelay: Duration.minutes(1) })
            : NodeClass.aws({ role: 'role', discoveryTag: 'tag', disk: NodeDisk.of(Size.gibibytes(500)), capacityReservationIds: ['cr-0123456789abcdef0'] }),
          gpu,
          gpusPerNode,
          maxGpus: 3 * maxReplicas * gpusPerNode,
          ...(expires ? { tiers: CAPACITY_TYPES.map((capacityType) => ({ capacityType })) } : { capacityTypes: CAPACITY_TYPES }),
          weight: 3 + min,
          staticNodes: Math.min(min, maxReplicas - 1),
          zones: ['us-east-1a', 'us-east-1b'],
          ...(expires ? { expireAfter: Duration.days(30), terminationGracePeriod: Duration.seconds(job + 40) } : {}),
        });
        const common = {
          image: 'image:1',
          nodePool,
          scaler,
          source: MetricSource.redisStream({ connection: 'jobs', stream: 'stream', group: 'group' }),
          gpus: gpusPerNode,
          maxReplicas,
          maxJobDuration: Duration.seconds(job),
          coldStart: ColdStart.of({ modelLoad: Duration.seconds(job) }),
        };
        const worker = new GpuAutoscaledWorker(chart, 'worker', {
          ...common, jobsPerReplica, ...(expires ? { wakeTo: Math.min(1 + min, maxReplicas) } : { minReplicas: Math.min(min, maxReplicas) }),
        });
        new GpuBatchWorker(chart, 'batch', { ...common, env: { MODEL: EnvValue.fromValue('sdxl') }, preStop: ['drain'] });
        const own = { ...common, scaler: undefined, source: undefined, triggers: [new triggers.RedisTrigger({ listName: 'jobs', listLength: 1 }), new triggers.ExternalTrigger({ scalerAddress: 'theirs' })] };
        new GpuAutoscaledWorker(chart, 'own-triggers', own);
        new GpuBatchWorker(chart, 'own-batch', { ...own, counted: CountedJobs.WAITING, jobTaken: HealthCheck.http() });
        new WarmPool(chart, 'warm', { worker, spare: Math.min(min, maxReplicas), engine: buffer ? WarmPoolEngine.CAPACITY_BUFFER : undefined });
        const hours = { start: '0 8 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', spare: maxReplicas };
        new WarmPool(chart, 'business-hours', { worker, spare: Math.floor(maxReplicas / 2), schedules: [hours] });
        new ModelCacheDaemonSet(chart, 'cache', { nodePool, images: ['image:1'], directory: NodeLocalDirectory.at('/var/lib/models') });
        const { objects } = new Synthesized(chart);
        expect(SCHEMAS.errorsOf(objects)).toEqual([]);
        expect(JSON.stringify(new Synthesized(chart).objects)).toBe(JSON.stringify(objects));
      },
    ), { numRuns: 60 });
  });

  test.each([
    ['a NodePool without nodeClassRef', 'NodePool', (object: any) => delete object.spec.template.spec.nodeClassRef],
    ['an unknown consolidation policy', 'NodePool', (object: any) => object.spec.disruption.consolidationPolicy = 'WhenUnderutilized'],
    ['an unknown field', 'ScaledObject', (object: any) => object.spec.scaleOnInFlight = true],
    ['a stabilization window beyond an hour', 'ScaledObject',
      (object: any) => object.spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds = 3601],
  ])('the check can fail: %s', (_, kind, spoil) => {
    const object = Testing.synth(imageGeneration(new App())).find((candidate) => candidate.kind === kind);
    spoil(object);
    expect(SCHEMAS.errorsOf([object])).not.toEqual([]);
  });
});

describe('rendering', () => {
  test('synthesizing twice gives the same bytes', () => {
    const chart = imageGeneration(new App());
    expect(Yaml.stringify(...Testing.synth(chart))).toBe(Yaml.stringify(...Testing.synth(chart)));
  });

  test('two equal apps give the same bytes', () => {
    expect(Yaml.stringify(...Testing.synth(imageGeneration(new App())))).toBe(Yaml.stringify(...Testing.synth(imageGeneration(new App()))));
  });

  test('takes at most 2.6 times as long for twice as many workers', () => {
    const fleet = (workers: number): number => {
      const chart = new Chart(new App(), 'fleet', { namespace: 'ml-platform' });
      const scaler = newScaler(chart);
      const nodePool = new GpuNodePool(chart, 'gpus', { nodeClass: NodeClass.kwok(), gpu: Gpu.A10G, maxGpus: 20 });
      const start = process.cpuUsage();
      for (let index = 0; index < workers; index++) {
        newWorker(chart, { scaler, nodePool }, `worker-${index}`);
      }
      Testing.synth(chart);
      return process.cpuUsage(start).user;
    };
    // The least of several rounds, by turns, is what the machine's other work disturbs least.
    const rounds = Array.from({ length: 8 }, () => ({ once: fleet(200), twice: fleet(400) }));
    const least = (times: number[]) => Math.min(...times);
    expect(least(rounds.map(({ twice }) => twice)) / least(rounds.map(({ once }) => once))).toBeLessThan(2.6);
  });
});
