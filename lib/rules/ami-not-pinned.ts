import { gpuNodeClasses } from './manifests/gpu-node-classes';
import { items, text } from './manifests/values';
import { Rule } from './rule';

export const amiNotPinned: Rule = {
  name: 'ami-not-pinned',
  severity: 'warning',
  summary: 'the EC2NodeClass of a GPU pool with an @latest image alias',
  why: 'Every image release is a drift that replaces all GPU nodes, and some came with a driver that did not work.',
  incident: 'https://github.com/bottlerocket-os/bottlerocket/issues/4250',
  check: (manifests) => gpuNodeClasses(manifests).flatMap((nodeClass) => items(nodeClass.object.spec?.amiSelectorTerms).flatMap(({ alias }, index) => !text(alias).endsWith('@latest') ? []
    : [nodeClass.violation(['spec', 'amiSelectorTerms', index, 'alias'], 'a pinned version such as bottlerocket@v1.63.0', 'pin it, and move it when you have tried the new one')])),
};
