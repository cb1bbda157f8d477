import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { CapacityType, Gpu, GpuNodeGroups, GpuNodeGroupsProps, NodeDisk, PriorityExpander } from '../../lib';
import { newChart, newWorker, Synthesized } from '../support/synth';

const SPOT_FIRST = [{ name: 'l4-spot', capacityType: CapacityType.SPOT }, { name: 'l4-reliable', capacityType: CapacityType.ON_DEMAND, maxGpus: 8 }];

function newGroups(chart = newChart(), props: Partial<GpuNodeGroupsProps> = {}, id = 'gpus'): GpuNodeGroups {
  return new GpuNodeGroups(chart, id, { clusterName: 'ml', gpu: Gpu.L4, maxGpus: 20, groups: SPOT_FIRST, ...props });
}

describe('GpuNodeGroups', () => {
  test('say what each group has to be like', () => {
    const [spot, reliable] = newGroups().nodeGroups;
    const pool = spot.labels['cdk8s-gpu-autoscaler.dev/node-pool'];
    expect(spot).toEqual({
      name: 'l4-spot',
      capacityType: 'spot',
      instanceTypes: ['g6.xlarge'],
      minSize: 0,
      maxSize: 20,
      labels: { 'cdk8s-gpu-autoscaler.dev/node-pool': pool, 'nvidia.com/gpu.present': 'true', 'k8s.amazonaws.com/accelerator': 'nvidia-l4' },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      tags: {
        'k8s.io/cluster-autoscaler/enabled': 'true',
        'k8s.io/cluster-autoscaler/ml': 'owned',
        'k8s.io/cluster-autoscaler/node-template/label/cdk8s-gpu-autoscaler.dev/node-pool': pool,
        'k8s.io/cluster-autoscaler/node-template/label/nvidia.com/gpu.present': 'true',
        'k8s.io/cluster-autoscaler/node-template/label/k8s.amazonaws.com/accelerator': 'nvidia-l4',
        'k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu': 'present:NoSchedule',
        'k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage': '200Gi',
        'k8s.io/cluster-autoscaler/node-template/autoscaling-options/scaledownunneededtime': '300s',
      },
    });
    expect(reliable).toEqual({ ...spot, name: 'l4-reliable', capacityType: 'on-demand', maxSize: 8 });
  });

  test('emit nothing themselves', () => {
    const chart = newChart();
    newGroups(chart);
    expect(new Synthesized(chart).objects).toEqual([]);
  });

  test('take workers: placed on all groups, and never moved while they run', () => {
    const chart = newChart();
    const nodePool = newGroups(chart);
    newWorker(chart, { nodePool });
    const { template } = new Synthesized(chart).one('Deployment', 'worker').spec;
    expect(template.metadata.annotations).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' });
    expect(template.spec.nodeSelector).toEqual({ 'cdk8s-gpu-autoscaler.dev/node-pool': nodePool.nodeGroups[0].labels['cdk8s-gpu-autoscaler.dev/node-pool'] });
    expect(template.spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
    expect(nodePool.describe().usdPerHourAtLimit).toBeCloseTo(28 * 0.8048);
  });

  test('have instance types of one size, that of the cheapest', () => {
    const chart = newChart();
    const nodePool = newGroups(chart, { gpu: Gpu.anyOf(Gpu.L4, Gpu.A10G) });
    expect(nodePool.nodeGroups[0].instanceTypes).toEqual(['g6.xlarge', 'g5.xlarge']);
    expect(nodePool.nodeGroups[0].labels['k8s.amazonaws.com/accelerator']).toBe('nvidia');
    expect(nodePool.describe().excluded).toContainEqual(
      { instanceType: 'g6.2xlarge', reason: 'has 8 CPUs and 32768 MiB; a group is of one size, that of g6.xlarge' });
    expect(() => newWorker(chart, { nodePool, cpu: Cpu.units(4) })).toThrow('cpu (millicores): got 4000; expected at most 3600, what g6.xlarge');
    expect(newGroups(newChart(), { instanceTypes: ['g6.4xlarge'] }).nodeGroups[0].instanceTypes).toEqual(['g6.4xlarge']);
  });

  test('the disk and the time to stay', () => {
    const [{ tags }] = newGroups(newChart(), { disk: NodeDisk.of(Size.gibibytes(64)), scaleDownUnneededTime: Duration.minutes(20) }).nodeGroups;
    expect(tags).toMatchObject({
      'k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage': '64Gi',
      'k8s.io/cluster-autoscaler/node-template/autoscaling-options/scaledownunneededtime': '1200s',
    });
  });

  test.each([
    [{ clusterName: 'my cluster' }, 'clusterName: got "my cluster"; expected a name of at most 100 letters, digits, - and _, as EKS has it; correct the name'],
    [{ clusterName: '' }, 'clusterName: got ""'],
    [{ groups: [] }, 'groups: got []; expected each name once, and at least one'],
    [{ groups: [SPOT_FIRST[0], SPOT_FIRST[0]] }, 'groups: got ["l4-spot","l4-spot"]'],
    [{ groups: [{ name: 'l4.*', capacityType: CapacityType.SPOT }] }, 'groups: got "l4.*"; expected names of letters'],
    [{ groups: [{ ...SPOT_FIRST[0], maxGpus: 21 }] }, 'maxGpus of the group l4-spot: got 21; expected a whole number from 1 to 20'],
    [{ groups: [{ ...SPOT_FIRST[0], maxGpus: 19 }] }, 'maxGpus: got 20; expected at most 19, what all groups may hold'],
    [{ instanceTypes: ['g6.xlarge', 'g6.2xlarge'] }, 'instanceTypes: got ["g6.xlarge","g6.2xlarge"]; expected types of the same CPUs and memory'],
    [{ scaleDownUnneededTime: Duration.millis(1) }, 'scaleDownUnneededTime (seconds): got 0.001'],
  ])('refuse %j', (props, message) => {
    expect(() => newGroups(newChart(), props)).toThrow(message);
  });
});

describe('PriorityExpander', () => {
  test('writes the order of the groups, and keeps the others choosable', () => {
    const chart = newChart();
    const other = newGroups(chart, { gpu: Gpu.T4, groups: [{ name: 't4', capacityType: CapacityType.ON_DEMAND }] }, 'other');
    new PriorityExpander(chart, 'priorities', { nodeGroups: [newGroups(chart), other] });
    const { metadata, data } = new Synthesized(chart).one('ConfigMap');
    expect(metadata).toEqual({ name: 'cluster-autoscaler-priority-expander', namespace: 'kube-system' });
    expect(parse(data.priorities)).toEqual({ 30: ['(^|-)l4-spot(-|$)', '(^|-)t4(-|$)'], 20: ['(^|-)l4-reliable(-|$)'], 10: ['.*'] });
  });

  test.each([
    ['l4-spot', true],
    ['eks-l4-spot-2ac8b1f0-9a52-4a3e-8d3a-0b6d6a0f9c11', true],
    ['eksctl-ml-nodegroup-l4-spot-NodeGroup-1ABCDEF', true],
    ['eks-l4-spotless-2ac8b1f0', false],
    ['eks-xl4-spot-2ac8b1f0', false],
  ])('finds the Auto Scaling group %s: %j', (group, found) => {
    const chart = newChart();
    new PriorityExpander(chart, 'priorities', { nodeGroups: [newGroups(chart)], namespace: 'autoscaling' });
    const { metadata, data } = new Synthesized(chart).one('ConfigMap');
    expect(metadata.namespace).toBe('autoscaling');
    expect(parse(data.priorities)[30].some((pattern: string) => new RegExp(pattern).test(group))).toBe(found);
  });

  test('refuses names that are a part of another, and none at all', () => {
    const chart = newChart();
    const groups = newGroups(chart, { groups: [...SPOT_FIRST, { name: 'l4', capacityType: CapacityType.ON_DEMAND }] });
    expect(() => new PriorityExpander(chart, 'priorities', { nodeGroups: [groups] })).toThrow(
      "chart/priorities: nodeGroups: got \"l4\"; expected a name that is no part of another group's (l4-spot); rename one");
    expect(() => new PriorityExpander(newChart(), 'priorities', { nodeGroups: [] })).toThrow('nodeGroups: got []; expected at least one');
  });
});
