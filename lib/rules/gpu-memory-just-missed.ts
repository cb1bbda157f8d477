import { number } from './manifests/values';
import { Rule } from './rule';
import { GpuInstance } from '../nodes/catalogue/gpu-instance';

const KEY = 'karpenter.k8s.aws/instance-gpu-memory';

/** Where a requirement ends that is meant to admit a GPU by its round name, beside what its label says. */
const NEAR = { from: 1.02, to: 1.08 };

export const gpuMemoryJustMissed: Rule = {
  name: 'gpu-memory-just-missed',
  severity: 'warning',
  summary: 'a GPU pool whose least memory is what a GPU is sold with, and more than its label says',
  why: 'The label has what EC2 reports: 22888 MiB for the 24 GB of an L4, 45776 for the 48 GB of an L40S. The cheapest machines that would do are left out without a word.',
  incident: 'https://github.com/aws/aws-cli/issues/8970',
  check: ({ nodePools }) => nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => {
    const requirement = pool.requirement(KEY);
    const least = requirement !== undefined && ['Gt', 'Gte'].includes(requirement.operator) ? number(requirement.values[0]) : undefined;
    const missed = least === undefined ? undefined : pool.machinesBut(KEY).find((machine) => isNear(machine, least));
    return missed === undefined ? []
      : [pool.violation([...requirement!.path, 'values', 0], `${missed.gpuMemoryMib}, what the label of an ${missed.gpuName} says, or less`,
        `lower it below that, or name the GPUs with ${pool.awsLabel('instance-gpu-name')}`, requirement!.values[0])];
  }),
};

/** GPUs whose label is a round number are left out on purpose, if at all; the slices of g6f are no whole ones. */
function isNear({ gpuMemoryMib, gpuCount }: GpuInstance, least: number): boolean {
  return gpuMemoryMib % 1024 !== 0 && gpuCount > 0 && least >= gpuMemoryMib * NEAR.from && least <= gpuMemoryMib * NEAR.to;
}
