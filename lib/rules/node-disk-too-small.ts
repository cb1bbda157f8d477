import { gpuNodeClasses } from './manifests/gpu-node-classes';
import { items } from './manifests/values';
import { Rule } from './rule';

export const nodeDiskTooSmall: Rule = {
  name: 'node-disk-too-small',
  severity: 'warning',
  summary: 'the EC2NodeClass of a GPU pool with the default disk',
  why: 'The default is 20 GiB. An inference image of 10 to 20 GB is unpacked beside its layers and does not fit: the pod is evicted while it is pulled.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/4149',
  check: (manifests) => gpuNodeClasses(manifests)
    .filter(({ object }) => items(object.spec?.blockDeviceMappings).length === 0 && object.spec?.instanceStorePolicy === undefined)
    .map((nodeClass) => nodeClass.violation(['spec', 'blockDeviceMappings'], 'a volume of at least twice the image, plus the model', 'add a gp3 volume of 200Gi with 600 MiB/s, or instanceStorePolicy: RAID0')),
};
