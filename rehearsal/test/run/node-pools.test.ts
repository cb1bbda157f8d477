import { renderInstanceTypes } from '../../src/run/instance-types';
import { foreignRequirements, zonesOf } from '../../src/run/node-pools';

const pool = (...requirements: object[]) => ({ kind: 'NodePool', metadata: { name: 'gpus' }, spec: { template: { spec: { requirements } } } });
const zone = (operator: string, ...values: string[]) => ({ key: 'topology.kubernetes.io/zone', operator, values });
const type = (...values: string[]) => ({ key: 'node.kubernetes.io/instance-type', operator: 'In', values });

describe('zones', () => {
  test('are those that pools ask for, each once', () => {
    expect(zonesOf([pool(zone('In', 'eu-west-1b', 'eu-west-1a')), pool(zone('In', 'eu-west-1a')), { kind: 'Service' }])).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(zonesOf([pool(zone('NotIn', 'eu-west-1a')), pool(), { kind: 'NodePool', spec: {} }])).toEqual([]);
  });

  test('get machines of every type', () => {
    for (const { offerings } of JSON.parse(renderInstanceTypes(['eu-west-1a']))) {
      expect(new Set(offerings.map(({ Requirements }: any) => Requirements[1].values[0]))).toEqual(new Set(['us-east-1a', 'us-east-1b', 'eu-west-1a']));
    }
  });
});

test('machines have the labels that pools of AWS choose by', () => {
  const requirements = (name: string) => JSON.parse(renderInstanceTypes()).find((machine: any) => machine.name === name).offerings[0].Requirements;
  const value = (name: string, label: string) => requirements(name).find(({ key }: any) => key === `karpenter.k8s.aws/instance-${label}`)?.values?.[0];
  expect(['category', 'generation', 'family', 'size', 'cpu', 'memory', 'local-nvme'].map((label) => value('g5.12xlarge', label)))
    .toEqual(['g', '5', 'g5', '12xlarge', '48', '196608', '3800']);
  expect(['category', 'generation', 'family'].map((label) => value('gr6.4xlarge', label))).toEqual(['gr', '6', 'gr6']);
  expect(requirements('m7i.xlarge')).toContainEqual({ key: 'karpenter.k8s.aws/instance-local-nvme', operator: 'DoesNotExist' });
});

describe('requirements of another cloud', () => {
  test('are named, since they mean nothing here', () => {
    expect(foreignRequirements(pool({ key: 'karpenter.azure.com/sku-gpu-name', operator: 'In', values: ['A100'] }, { key: 'kubernetes.io/os', operator: 'Exists' })))
      .toEqual(['NodePool gpus: karpenter.azure.com/sku-gpu-name means nothing here: machines, prices and sizes are those of AWS']);
    expect(foreignRequirements(pool(type('g5.xlarge', 'Standard_NC24ads_A100_v4')))).toEqual([]);
  });

  test('are refused if no machine could be had', () => {
    expect(() => foreignRequirements(pool(type('Standard_NC24ads_A100_v4')))).toThrow('NodePool gpus: got instance types Standard_NC24ads_A100_v4, none of which is offered here');
  });
});
