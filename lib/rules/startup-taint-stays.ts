import { text } from './manifests/values';
import { Rule } from './rule';

/** Taints whose agents come from elsewhere: of networks, of storage drivers, and of the Node Readiness Controller. */
const REMOVED_BY_OTHERS = /^(readiness\.k8s\.io|node\.cilium\.io|[a-z]+\.csi\.(aws|azure)\.com|node\.cloudprovider\.kubernetes\.io)\//;

export const startupTaintStays: Rule = {
  name: 'startup-taint-stays',
  severity: 'warning',
  summary: 'a startup taint of a GPU pool that no DaemonSet tolerates',
  why: 'Who is to remove it cannot run on the node. Until it is gone the node takes no worker, and Karpenter neither replaces nor gives up a node that is not initialized: there is no time limit.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/1772',
  check: ({ nodePools, workloads }) => {
    const daemonSets = workloads.filter(({ kind }) => kind === 'DaemonSet');
    return nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => pool.startupTaints.flatMap((taint, index) =>
      REMOVED_BY_OTHERS.test(text(taint.key)) || daemonSets.some((daemonSet) => daemonSet.tolerates(taint)) ? []
        : [pool.violation(
          ['spec', 'template', 'spec', 'startupTaints', index, 'key'], 'one that a DaemonSet tolerates, which removes it',
          'let the DaemonSet tolerate it, or remove the taint',
        )]));
  },
};
