import { seconds } from './manifests/values';
import { Rule } from './rule';

/** Karpenter's default. */
const DEFAULT_EXPIRY = '720h';

export const expiryWithoutNodeGrace: Rule = {
  name: 'expiry-without-node-grace',
  severity: 'warning',
  summary: 'a GPU pool whose nodes expire, without a terminationGracePeriod',
  why: 'Expiry obeys no budget and starts no replacement first. Behind a pod that may not be disrupted it then hangs, with the GPU paid for, for ever.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/1789',
  check: ({ nodePools }) => nodePools
    .filter(({ isGpu, template }) => isGpu && template.spec?.terminationGracePeriod === undefined)
    .filter(({ template }) => seconds(template.spec?.expireAfter ?? DEFAULT_EXPIRY) !== Infinity)
    .map((pool) => pool.violation(['spec', 'template', 'spec', 'expireAfter'], `Never, or a terminationGracePeriod beside it (the default is ${DEFAULT_EXPIRY})`,
      'set expireAfter: Never for a pool that returns to zero, or a terminationGracePeriod above the longest drain')),
};
