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
    expect(behavior.scaleUp).toMatchObject({ stabilizationWindowSeconds: 0, policies: [{ periodSeconds: 2, value: 20 }, { periodSeconds: 2, value: 100 }] });
    expect(objects.find(({ kind }) => kind === 'NodePool').spec.disruption.consolidateAfter).toBe('30s');
    const worker = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name.includes('worker'));
    expect(worker.spec.template.spec.terminationGracePeriodSeconds).toBe(15);
  });

  test('says what is rounded, and what does not get faster', () => {
    const { distortions } = speedUp(Testing.synth(imageGeneration(new App())), 10);
    expect(distortions).toContain('Karpenter looks for empty nodes every 10 s and waits 15 s before it removes one');
    expect(distortions.find((line) => line.includes('pollingInterval'))).toMatch(/pollingInterval of 15 s became 2 s instead of 1\.50 s/);
  });

  test('a duration never becomes 0', () => {
    const { objects } = speedUp(Testing.synth(imageGeneration(new App())), 1000);
    expect(objects.find(({ kind }) => kind === 'ScaledObject').spec.pollingInterval).toBe(1);
  });
});

test.each([['90s', 90], ['3m', 180], ['1h30m', 5400], ['720h', 2_592_000], ['0s', 0], ['Never', undefined], ['', undefined], [5, undefined], [undefined, undefined]])(
  'parseDuration %p', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
