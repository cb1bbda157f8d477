import { isNone, items } from './manifests/values';
import { DO_NOT_DISRUPT } from './manifests/workload';
import { Rule } from './rule';

const DEFAULT_POLICY = 'WhenEmptyOrUnderutilized';

export const gpuPoolMovesWorkers: Rule = {
  name: 'gpu-pool-moves-workers',
  severity: 'warning',
  summary: 'a GPU pool that Karpenter may consolidate while it is used',
  why: 'Karpenter evicts running workers to save on the node: the job is lost and the model loaded again, worst at the end of a batch, when nodes are half empty.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/701',
  check: (manifests) => manifests.nodePools
    .filter(({ isGpu, isStatic }) => isGpu && !isStatic)
    .filter(({ object }) => (object.spec?.disruption?.consolidationPolicy ?? DEFAULT_POLICY) === DEFAULT_POLICY)
    .filter(({ budgets }) => !budgets
      .some(({ nodes, reasons, schedule }) => isNone(nodes) && schedule === undefined
        && (reasons === undefined || items(reasons).includes('Underutilized'))))
    .filter((pool) => {
      const workers = manifests.workloadsOn(pool);
      return workers.length === 0 || workers.some((worker) => worker.podAnnotation(DO_NOT_DISRUPT) === undefined);
    })
    .map((pool) => pool.violation(['spec', 'disruption', 'consolidationPolicy'], 'WhenEmpty, for pods that hold a model', 'set consolidationPolicy: WhenEmpty, or a budget { nodes: "0", reasons: [Underutilized] }')),
};
