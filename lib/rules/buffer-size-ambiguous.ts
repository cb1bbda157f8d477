import { Rule } from './rule';

export const bufferSizeAmbiguous: Rule = {
  name: 'buffer-size-ambiguous',
  severity: 'warning',
  summary: 'a CapacityBuffer with replicas and percentage both',
  why: 'Cluster Autoscaler up to 1.36 takes the smaller of the two, Karpenter and GKE the larger.',
  incident: 'https://github.com/kubernetes/autoscaler/pull/8508',
  check: (manifests) => manifests.all('CapacityBuffer').filter(({ object }) => object.spec?.replicas !== undefined && object.spec?.percentage !== undefined)
    .map((buffer) => buffer.violation(['spec', 'percentage'], 'none beside replicas', 'remove percentage')),
};
