import { Rule } from './rule';

/** Labels by which a worker picks the GPU itself. */
const PICKS = /\/instance-(gpu-(memory|name)|type|family)$/;

export const severalGpuMemories: Rule = {
  name: 'several-gpu-memories',
  severity: 'warning',
  summary: 'a GPU pool whose machines have GPUs of different memory',
  why: 'Karpenter takes what is cheap or to be had. A model that fits 24 GB ends with CUDA out of memory on the machine with 16, and only sometimes.',
  incident: 'https://github.com/vllm-project/vllm/issues/1400',
  check: (manifests) => manifests.nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => {
    const sizes = [...new Set(pool.machines.map(({ gpuMemoryMib }) => gpuMemoryMib))].sort((a, b) => a - b);
    if (sizes.length < 2 || pool.requirements.some(({ key }) => key.endsWith('/instance-gpu-memory'))) {
      return [];
    }
    const workers = manifests.workloads.filter((workload) => manifests.poolsOf(workload).includes(pool));
    return workers.length > 0 && workers.every(({ nodeSelection }) => nodeSelection.some(({ key }) => PICKS.test(key))) ? []
      : [pool.violation(['spec', 'template', 'spec', 'requirements'], 'machines whose GPUs have one size of memory, or a least size',
        `add { key: ${pool.awsLabel('instance-gpu-memory')}, operator: Gte, values: ["22000"] } with the MiB that the model needs`, `machines whose GPUs have ${sizes.join(', ')} MiB`)];
  }),
};
