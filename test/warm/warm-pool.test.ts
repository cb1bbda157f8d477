import { WarmPool, WarmPoolEngine } from '../../lib';
import { newChart, newWorker, Synthesized } from '../support/synth';

describe('WarmPool', () => {
  test('defaults: placeholder pods', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare: 1 });
    const synthesized = new Synthesized(chart);
    expect(synthesized.one('PriorityClass')).toMatchSnapshot();
    expect(synthesized.one('Deployment', 'warm')).toMatchSnapshot();
  });

  test('a placeholder holds exactly the place of one worker, and gives way to it at once', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare: 3 });
    const synthesized = new Synthesized(chart);
    const placeholder = synthesized.one('Deployment', 'warm').spec;
    const pod = synthesized.one('Deployment', 'worker').spec.template.spec;
    expect(placeholder.replicas).toBe(3);
    expect(placeholder.template.spec.containers[0].resources).toEqual(pod.containers[0].resources);
    expect(placeholder.template.spec.nodeSelector).toEqual(pod.nodeSelector);
    expect(placeholder.template.spec.tolerations).toEqual(pod.tolerations);
    expect(placeholder.template.spec.terminationGracePeriodSeconds).toBe(0);
    const priority = synthesized.one('PriorityClass');
    expect(priority).toMatchObject({ value: -10, preemptionPolicy: 'Never', globalDefault: false });
    expect(priority.metadata).not.toHaveProperty('namespace');
    expect(placeholder.template.spec.priorityClassName).toBe(priority.metadata.name);
  });

  test('has no PodDisruptionBudget, which would block draining', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare: 1 });
    expect(new Synthesized(chart).objects.filter((object) => object.kind === 'PodDisruptionBudget')).toHaveLength(1); // the scaler's own
  });

  test('capacity buffer: the GPU stands under requests too, or none would be reserved', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    const warm = new WarmPool(chart, 'warm', { worker, spare: 2, engine: WarmPoolEngine.CAPACITY_BUFFER });
    expect(warm.deployment).toBeUndefined();
    const synthesized = new Synthesized(chart);
    const buffer = synthesized.one('CapacityBuffer');
    const template = synthesized.one('PodTemplate');
    expect(buffer.spec).toEqual({ podTemplateRef: { name: template.metadata.name }, replicas: 2 });
    expect(template.template.spec.containers[0].resources.requests['nvidia.com/gpu']).toBe('1');
    expect(template.template.spec).not.toHaveProperty('priorityClassName');
  });

  test.each([0, 1, 20])('spare %p', (spare) => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare });
    expect(new Synthesized(chart).one('Deployment', 'warm').spec.replicas).toBe(spare);
  });

  test.each([
    [-1, 'chart/warm: spare: got -1; expected a whole number of at least 0'],
    [0.5, 'spare: got 0.5'],
    [21, "spare: got 21; expected at most 20, for which the pool's maxGpus of 20 has room"],
  ])('refuses spare %p', (spare, message) => {
    const chart = newChart();
    const worker = newWorker(chart);
    expect(() => new WarmPool(chart, 'warm', { worker, spare })).toThrow(message);
  });
});
