import { GPU_RESOURCE } from './gpu-resource';

/** On all nodes of a pool that is made up of several NodePools or node groups. */
export const POOL_LABEL = 'cdk8s-gpu-autoscaler.dev/node-pool';

/** Device plugins run where they find it. */
export const GPU_PRESENT_LABEL = { 'nvidia.com/gpu.present': 'true' };

/** Device plugins' own DaemonSets tolerate this key, and some of them only this value. */
export const GPU_TAINT = { key: GPU_RESOURCE, value: 'present', effect: 'NoSchedule' };

/** Whatever its value. */
export const GPU_TOLERATION = { key: GPU_RESOURCE, operator: 'Exists', effect: 'NoSchedule' };
