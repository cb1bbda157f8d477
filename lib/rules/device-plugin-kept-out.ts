import { text } from './manifests/values';
import { Rule } from './rule';

/** What makes the kubelet offer GPUs. */
const DEVICE_PLUGIN = /device-plugin|nvidia.*(driver-)?installer/i;

export const devicePluginKeptOut: Rule = {
  name: 'device-plugin-kept-out',
  severity: 'error',
  summary: 'a device plugin that does not tolerate the taint of a GPU pool',
  why: 'The plugin never runs on the nodes, they never offer a GPU, and Karpenter has no deadline for that: the worker stays Pending beside a node that is paid for.',
  incident: 'https://github.com/NVIDIA/k8s-device-plugin/issues/421',
  check: (manifests) => manifests.workloads
    .filter(({ kind, containers }) => kind === 'DaemonSet' && containers.some(({ spec }) => DEVICE_PLUGIN.test(text(spec.image))))
    .flatMap((plugin) => manifests.nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => {
      const refusal = pool.refusal(plugin);
      // Kept out by a label, it is meant for another pool.
      return refusal === undefined || refusal.path[refusal.path.length - 1] !== 'tolerations' ? []
        : [plugin.violation(refusal.path, refusal.expected, refusal.fix)];
    })),
};
