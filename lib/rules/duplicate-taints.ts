import { text } from './manifests/values';
import { Manifest, Rule } from './rule';

export const duplicateTaints: Rule = {
  name: 'duplicate-taints',
  severity: 'error',
  summary: 'two taints of one key and effect in a NodePool, startup taints among them',
  why: 'A node can have one of them only. Karpenter says that the NodePool is not valid, and brings no node for it.',
  incident: 'https://github.com/kubernetes/kops/issues/5177',
  check: ({ nodePools }) => nodePools.flatMap((pool) => {
    const seen = new Set<string>();
    const again = (field: string, taints: readonly Manifest[]) => taints.flatMap(({ key, effect }, index) => {
      const taint = `${text(key)}:${text(effect)}`;
      const first = !seen.has(taint);
      seen.add(taint);
      return first ? [] : [pool.violation(['spec', 'template', 'spec', field, index], `one taint ${taint}`, 'remove this one, or give it another key or effect')];
    });
    return [...again('taints', pool.taints), ...again('startupTaints', pool.startupTaints)];
  }),
};
