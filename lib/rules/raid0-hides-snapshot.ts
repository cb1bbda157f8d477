import { items } from './manifests/values';
import { Rule } from './rule';

/** The disk of the system: its snapshot is the machine image. */
const ROOT = '/dev/xvda';

export const raid0HidesSnapshot: Rule = {
  name: 'raid0-hides-snapshot',
  severity: 'error',
  summary: 'an EC2NodeClass with instanceStorePolicy RAID0 and a volume from a snapshot',
  why: 'RAID0 moves the images to the local disks. The snapshot with the pulled images is attached, paid for and not used.',
  incident: 'https://github.com/aws-samples/karpenter-blueprints/pull/51',
  check: (manifests) => manifests.all('EC2NodeClass').filter(({ object }) => object.spec?.instanceStorePolicy === 'RAID0')
    .flatMap((nodeClass) => items(nodeClass.object.spec?.blockDeviceMappings).flatMap(({ deviceName, ebs, rootVolume }, index) =>
      ebs?.snapshotID === undefined || deviceName === ROOT || rootVolume === true ? []
        : [nodeClass.violation(['spec', 'blockDeviceMappings', index, 'ebs', 'snapshotID'], 'none beside instanceStorePolicy: RAID0', 'remove one of the two')])),
};
