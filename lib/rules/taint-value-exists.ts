import { Rule } from './rule';

export const taintValueExists: Rule = {
  name: 'taint-value-exists',
  severity: 'error',
  summary: 'a taint whose value is Exists',
  why: 'Exists is an operator of tolerations. As a value it has to be tolerated literally, which node feature discovery does not do: the GPU is never registered.',
  incident: 'https://github.com/NVIDIA/k8s-device-plugin/issues/1934',
  check: ({ nodePools }) => nodePools.flatMap((pool) => pool.taints.flatMap(({ value }, index) => value !== 'Exists' ? []
    : [pool.violation(['spec', 'template', 'spec', 'taints', index, 'value'], 'a value such as present', 'write value: present, and tolerate it with operator: Exists')])),
};
