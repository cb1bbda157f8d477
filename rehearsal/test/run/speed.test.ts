import { App, Testing } from 'cdk8s';
import { imageGeneration } from '../../../examples/image-generation';
import { parseDuration, speedUp } from '../../src/run/speed';

describe('speedUp', () => {
  test('speed 1 changes and distorts nothing', () => {
    const manifests = Testing.synth(imageGeneration(new App()));
    expect(speedUp(manifests, 1)).toEqual({ objects: manifests, distortions: [] });
  });

  test('divides every duration', () => {
    const { objects } = speedUp(Testing.synth(imageGeneration(new App())), 10);
    const scaledObject = objects.find(({ kind }) => kind === 'ScaledObject');
    expect(scaledObject.spec).toMatchObject({ pollingInterval: 2, cooldownPeriod: 96, initialCooldownPeriod: 0 });
    const { behavior } = scaledObject.spec.advanced.horizontalPodAutoscalerConfig;
    expect(behavior.scaleDown).toMatchObject({ stabilizationWindowSeconds: 30, policies: [{ periodSeconds: 6 }, { periodSeconds: 6 }] });
    expect(behavior.scaleUp)
      .toMatchObject({ stabilizationWindowSeconds: 0, policies: [{ periodSeconds: 2, value: 20 }, { periodSeconds: 2, value: 100 }] });
    expect(objects.find(({ kind }) => kind === 'NodePool').spec.disruption.consolidateAfter).toBe('30s');
    const worker = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name.includes('worker'));
    expect(worker.spec.template.spec.terminationGracePeriodSeconds).toBe(15);
  });

  test('says what is rounded, and what does not get faster', () => {
    const { distortions } = speedUp(Testing.synth(imageGeneration(new App())), 10);
    expect(distortions).toContain('Karpenter looks for empty nodes every 10 s and waits 15 s before it removes one');
    expect(distortions.find((line) => line.includes('pollingInterval'))).toMatch(/pollingInterval of 15 s became 2 s instead of 1\.50 s/);
  });

  test('divides what holds where the manifests say nothing', () => {
    const scaledObject = { kind: 'ScaledObject', metadata: { name: 'a' }, spec: { triggers: [], advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: {} } } } } };
    const deployment = { kind: 'Deployment', metadata: { name: 'a' }, spec: { template: { spec: {} } } };
    const [{ spec }, worker] = speedUp([scaledObject, deployment], 5).objects;
    expect(spec).toMatchObject({ pollingInterval: 6, cooldownPeriod: 60 });
    const { behavior } = spec.advanced.horizontalPodAutoscalerConfig;
    expect(behavior.scaleUp.policies).toEqual([{ type: 'Pods', value: 4, periodSeconds: 3 }, { type: 'Percent', value: 100, periodSeconds: 3 }]);
    expect(behavior.scaleDown).toEqual({ policies: [{ type: 'Percent', value: 100, periodSeconds: 3 }] });
    expect(worker.spec.template.spec.terminationGracePeriodSeconds).toBe(6);
  });

  test('an HPA without behavior stays without: it decides by other rules', () => {
    const [{ spec }] = speedUp([{ kind: 'ScaledObject', metadata: { name: 'a' }, spec: { triggers: [] } }], 5).objects;
    expect(spec.advanced).toBeUndefined();
  });

  test('0 and Never stay', () => {
    const nodePool = {
      kind: 'NodePool', metadata: { name: 'a' }, spec: { disruption: { consolidateAfter: '0s' }, template: { spec: { expireAfter: 'Never', terminationGracePeriod: '10m' } } },
    };
    const [{ spec }] = speedUp([nodePool], 5).objects;
    expect(spec).toEqual({ disruption: { consolidateAfter: '0s' }, template: { spec: { expireAfter: 'Never', terminationGracePeriod: '120s' } } });
  });

  test('says what follows the clock on the wall', () => {
    const nodePool = { kind: 'NodePool', metadata: { name: 'a' }, spec: { disruption: { budgets: [{ nodes: '0', schedule: '0 9 * * *', duration: '8h' }] }, template: { spec: {} } } };
    const scaledObject = { kind: 'ScaledObject', metadata: { name: 'b' }, spec: { triggers: [{ type: 'cron' }] } };
    expect(speedUp([nodePool, scaledObject], 2).distortions).toEqual(expect.arrayContaining([
      'NodePool a: disruption.budgets with a schedule follow the clock on the wall', 'ScaledObject b: its cron trigger follows the clock on the wall',
    ]));
  });

  test('a duration never becomes 0', () => {
    const { objects } = speedUp(Testing.synth(imageGeneration(new App())), 1000);
    expect(objects.find(({ kind }) => kind === 'ScaledObject').spec.pollingInterval).toBe(1);
  });
});

test.each([['90s', 90], ['3m', 180], ['1h30m', 5400], ['720h', 2_592_000], ['0s', 0], ['1.5h', 5400], ['500ms', 0.5], ['1m30.5s', 90.5], ['1.2.3s', undefined], ['Never', undefined], ['', undefined], [5, undefined], [undefined, undefined]])(
  'parseDuration %p', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
