import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { NodeClassBinding, NodeClassReference, referenceTo } from './node-class-binding';
import * as aws from '../../../imports/karpenter.k8s.aws';
import { clusterScoped, objectName } from '../../private/names';
import { refuse, requireText, requireWhole } from '../../private/refuse';
import { CapacityType } from '../capacity-type';
import { NodeDisk } from '../node-disk';
import { AWS } from '../provider';

/** Options of `NodeClass.aws`. */
export interface AwsNodeClassOptions {
  /**
   * Name of the IAM role that the nodes assume; Karpenter makes the instance profile.
   *
   * @see https://karpenter.sh/docs/concepts/nodeclasses/#specrole
   */
  readonly role: string;

  /** Value of the tag `karpenter.sh/discovery` on the subnets and security groups, usually the cluster's name. */
  readonly discoveryTag: string;

  /**
   * The machine image, as a pinned alias `family@version`.
   *
   * Bottlerocket's NVIDIA variant brings the driver and the device plugin. An `@latest` alias is refused: every image release would
   * be a drift that rolls all GPU nodes.
   *
   * @default 'bottlerocket@v1.63.0'
   * @see https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms
   */
  readonly amiAlias?: string;

  /**
   * Capacity reservations to use, by id (`cr-…`). Needed for `CapacityType.RESERVED`: Karpenter uses none by itself, not even an open one.
   *
   * @default - none
   * @see https://karpenter.sh/docs/concepts/nodeclasses/#speccapacityreservationselectorterms
   */
  readonly capacityReservationIds?: string[];

  /**
   * The disk that holds images, caches and logs. Inference images are 10 to 20 GB and are unpacked beside their layers.
   *
   * @default NodeDisk.of(Size.gibibytes(200))
   */
  readonly disk?: NodeDisk;

  /**
   * Throughput of a network disk in MiB/s, 125 to 750 at its 3,000 IOPS. It bounds how fast an image is unpacked.
   *
   * @default 600; none with local NVMe
   */
  readonly diskThroughput?: number;

  /**
   * User data of the machines, in the form of their image: Bottlerocket's settings, in TOML, have those of its device plugin among them.
   * Karpenter adds what a node needs to join.
   *
   * @default - none
   * @see https://karpenter.sh/docs/concepts/nodeclasses/#specuserdata
   */
  readonly userData?: string;
}

/** gp3 gives 3,000 IOPS without extra cost and at most 0.25 MiB/s for each. */
const GP3_IOPS = 3000;
const GP3_THROUGHPUT = { least: 125, most: GP3_IOPS / 4 };

type Disk = Pick<aws.Ec2NodeClassSpec, 'blockDeviceMappings' | 'instanceStorePolicy'>;

/** An EC2 capacity reservation, as the EC2NodeClass admits it. */
const RESERVATION = /^cr-[0-9a-z]+$/;

/** `family@version`, as the EC2NodeClass admits it. */
const ALIAS = /^[a-z0-9]+@[^@]+$/;

/** Those of Karpenter that are no Windows. */
const FAMILIES = ['bottlerocket', 'al2023', 'al2'];

/** What IAM admits. */
const ROLE = /^[\w+=,.@-]{1,64}$/;

/** An `EC2NodeClass`. */
export function awsNodeClass(options: AwsNodeClassOptions): NodeClassBinding {
  const { disk = NodeDisk.of(Size.gibibytes(200)) } = options;
  return { provider: AWS, disk, bind: (pool, capacityTypes) => bind(pool, options, disk, capacityTypes) };
}

function bind(pool: Construct, options: AwsNodeClassOptions, disk: NodeDisk, capacityTypes: readonly CapacityType[]): NodeClassReference {
  const { capacityReservationIds = [] } = options;
  const { role, discoveryTag, amiAlias = 'bottlerocket@v1.63.0', diskThroughput, userData } = options;
  requireText(pool, 'role', role);
  if (!ROLE.test(role)) {
    refuse(pool, 'role', role, 'the name of an IAM role, without its ARN and path', role.includes('/') ? `write ${JSON.stringify(role.slice(role.lastIndexOf('/') + 1))}` : 'correct it');
  }
  requireText(pool, 'discoveryTag', discoveryTag);
  const family = amiAlias.split('@')[0];
  if (!FAMILIES.includes(family)) {
    refuse(pool, 'amiAlias', amiAlias, `an alias of one of the families ${FAMILIES.join(', ')}, which run Linux`, 'correct the part before the @');
  }
  if (!ALIAS.test(amiAlias) || amiAlias.endsWith('@latest')) {
    refuse(pool, 'amiAlias', amiAlias, "a pinned alias such as 'bottlerocket@v1.63.0'",
      'pin the version: each new image behind @latest would replace every GPU node');
  }
  if (userData !== undefined) {
    requireText(pool, 'userData', userData);
  }
  const strange = capacityReservationIds.find((id) => !RESERVATION.test(id));
  if (strange !== undefined) {
    refuse(pool, 'capacityReservationIds', strange, 'ids such as cr-0123456789abcdef0', 'correct the id');
  }
  if (capacityTypes.includes(CapacityType.RESERVED) && capacityReservationIds.length === 0) {
    refuse(pool, 'capacityReservationIds', options.capacityReservationIds, 'the reservations that the pool buys from',
      'set it on the node class, or remove CapacityType.RESERVED from the pool: Karpenter uses no reservation that is not selected');
  }
  const selector = [{ tags: { 'karpenter.sh/discovery': discoveryTag } }];
  const nodeClass = clusterScoped(new aws.Ec2NodeClass(pool, 'NodeClass', {
    metadata: { name: objectName(pool) },
    spec: {
      role,
      amiSelectorTerms: [{ alias: amiAlias }],
      subnetSelectorTerms: selector,
      securityGroupSelectorTerms: selector,
      capacityReservationSelectorTerms: capacityReservationIds.length === 0 ? undefined : capacityReservationIds.map((id) => ({ id })),
      ...(disk._localNvme ? localNvme(pool, diskThroughput) : networkDisk(pool, amiAlias, disk._gib, diskThroughput)),
      userData,
      metadataOptions: {
        httpTokens: aws.Ec2NodeClassSpecMetadataOptionsHttpTokens.REQUIRED,
        httpPutResponseHopLimit: 1,
      },
    },
  }));
  return referenceTo(nodeClass);
}

/** The system's small volume stays as it is; containerd, kubelet and logs move to the NVMe disks. */
function localNvme(pool: Construct, diskThroughput: number | undefined): Disk {
  if (diskThroughput !== undefined) {
    refuse(pool, 'diskThroughput', diskThroughput, 'nothing, because nodes use their local NVMe disks', 'remove it');
  }
  return { instanceStorePolicy: aws.Ec2NodeClassSpecInstanceStorePolicy.RAID0 };
}

function networkDisk(pool: Construct, amiAlias: string, gib: number, throughput: number = 600): Disk {
  requireWhole(pool, 'disk (GiB)', gib, 1, 16_384);
  requireWhole(pool, 'diskThroughput', throughput, GP3_THROUGHPUT.least, GP3_THROUGHPUT.most);
  return {
    blockDeviceMappings: [{
      // Bottlerocket keeps its system on a small volume and everything else on a second one.
      deviceName: amiAlias.startsWith('bottlerocket@') ? '/dev/xvdb' : '/dev/xvda',
      ebs: {
        volumeType: aws.Ec2NodeClassSpecBlockDeviceMappingsEbsVolumeType.GP3,
        volumeSize: `${gib}Gi`,
        iops: GP3_IOPS,
        throughput,
        encrypted: true,
        deleteOnTermination: true,
      },
    }],
  };
}
