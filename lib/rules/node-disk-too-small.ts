import { gpuNodeClasses } from './manifests/gpu-node-classes';
import { items, quantity, text } from './manifests/values';
import { Plain } from './manifests/view';
import { Rule } from './rule';

/** What Karpenter gives a node that asks for nothing. Bytes. */
const DEFAULT = 20 * 2 ** 30;

/** Where Bottlerocket keeps images and the files of pods; the other volume has its system. */
const BOTTLEROCKET_DATA = '/dev/xvdb';

export const nodeDiskTooSmall: Rule = {
  name: 'node-disk-too-small',
  severity: 'warning',
  summary: 'the EC2NodeClass of a GPU pool with the default disk, or with no larger one for images',
  why: 'The default is 20 GiB. An inference image of 10 to 20 GB is unpacked beside its layers and does not fit: the pod is evicted while it is pulled.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/4149',
  check: (manifests) => gpuNodeClasses(manifests).filter(({ object }) => object.spec?.instanceStorePolicy === undefined).flatMap((nodeClass) => {
    const bottlerocket = isBottlerocket(nodeClass);
    const disks = items(nodeClass.object.spec?.blockDeviceMappings).filter(({ deviceName }) => !bottlerocket || deviceName === BOTTLEROCKET_DATA);
    // Of a snapshot the size is not known.
    return disks.some(({ ebs }) => (quantity(ebs?.volumeSize) ?? Infinity) > DEFAULT) ? []
      : [nodeClass.violation(['spec', 'blockDeviceMappings'], `a volume${bottlerocket ? ` ${BOTTLEROCKET_DATA}, where Bottlerocket keeps images,` : ''} of at least twice the image, plus the model`,
        'add a gp3 volume of 200Gi with 600 MiB/s, or instanceStorePolicy: RAID0')];
  }),
};

function isBottlerocket({ object: { spec } }: Plain): boolean {
  return text(spec?.amiFamily) === 'Bottlerocket' || items(spec?.amiSelectorTerms).some(({ alias }) => text(alias).startsWith('bottlerocket@'));
}
