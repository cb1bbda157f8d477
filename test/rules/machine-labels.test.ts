import { readFileSync } from 'fs';
import { join } from 'path';
import { labelInsteadOf, PROVIDER_LABELS } from '../../lib/rules/manifests/machine-labels';

const AWS = 'karpenter.k8s.aws';

describe('the labels of machines', () => {
  test("of AWS are those that its NodePool's CRD admits", () => {
    const crd = readFileSync(join(__dirname, '../../crds/karpenter-aws/karpenter.sh_nodepools.yaml'), 'utf8');
    const [rule] = crd.split('\n').filter((line) => line.includes(`self in ["${AWS}/`));
    const admitted = [...rule.matchAll(/"karpenter\.k8s\.aws\/([\w-]+)"/g)].map(([, name]) => name);
    expect([...PROVIDER_LABELS[AWS]].sort()).toEqual(admitted.sort());
  });

  test.each([
    ['node.kubernetes.io/instance-family', AWS, 'karpenter.k8s.aws/instance-family'],
    ['kubernetes.io/zone', AWS, 'topology.kubernetes.io/zone'],
    ['karpenter.k8s.aws/instance-gpu_name', AWS, 'karpenter.k8s.aws/instance-gpu-name'],
    ['karpenter.k8s.aws/instance-family', 'eks.amazonaws.com', 'eks.amazonaws.com/instance-family'],
    ['karpenter.azure.com/sku-gpu-memory', 'karpenter.azure.com', undefined],
    ['karpenter.k8s.aws/instance-gpu-count', 'karpenter.k8s.gcp', 'karpenter.k8s.gcp/instance-gpu-count'],
  ])('%s is none of those of %s', (key, provider, meant) => {
    expect(labelInsteadOf(key, provider)).toEqual({ meant });
  });

  test.each([
    ['karpenter.k8s.aws/instance-gpu-count', 'karpenter.kwok.sh'],
    ['karpenter.k8s.aws/instance-typo', ''],
    ['eks.amazonaws.com/compute-type', 'eks.amazonaws.com'],
    ['kubernetes.azure.com/sku-cpu', 'karpenter.azure.com'],
    ['topology.gke.io/zone', 'karpenter.k8s.gcp'],
    ['failure-domain.beta.kubernetes.io/zone', AWS],
    ['example.com/instance-family', AWS],
    ['instance-type', AWS],
  ])('%s is right or not known to be wrong with %s', (key, provider) => {
    expect(labelInsteadOf(key, provider)).toBeUndefined();
  });
});
