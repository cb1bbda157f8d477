import { Rule } from './rule';
import { AWS_GPU_INSTANCES } from '../nodes/catalogue/aws-gpu-instances';
import { familyOf } from '../nodes/catalogue/gpu-instance';

const TYPES = new Set(AWS_GPU_INSTANCES.map(({ instanceType }) => instanceType));
const FAMILIES = new Set(AWS_GPU_INSTANCES.map(({ instanceType }) => familyOf(instanceType)));

/** What AWS calls a machine with GPUs. */
const GPU_TYPE = /^[pg]r?\d\w*(-\w+)?\.\w+$/;
const GPU_FAMILY = /^[pg]r?\d/;

export const unknownGpuMachines: Rule = {
  name: 'unknown-gpu-machines',
  // AWS may have machines that are not in the catalogue yet.
  severity: 'warning',
  summary: 'a GPU pool that names machines which AWS does not offer, or whose requirements no machine meets',
  why: 'What does not exist is never bought, without a word while other machines are named beside it; if none is left the pods stay Pending.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/6884',
  check: ({ nodePools }) => nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => {
    const named = pool.requirements.filter(({ operator }) => operator === 'In').flatMap(({ label, values, path }) => values.flatMap((value, index) => {
      const unknown = label === 'node.kubernetes.io/instance-type' ? GPU_TYPE.test(value) && !TYPES.has(value)
        : label === 'karpenter.k8s.aws/instance-family' && GPU_FAMILY.test(value) && !FAMILIES.has(value);
      return unknown ? [pool.violation([...path, 'values', index], 'a machine with GPUs that AWS offers, such as g5 or g6.xlarge', 'correct it, or remove it')] : [];
    }));
    return named.length > 0 || pool.machines.length > 0 || !pool.namesMachines ? named
      : [pool.violation(['spec', 'template', 'spec', 'requirements'], 'what at least one machine with GPUs meets', 'loosen the requirement that leaves none', 'requirements that no machine meets')];
  }),
};
