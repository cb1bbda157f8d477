import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { NodeClassBinding, NodeClassReference, referenceTo, requireNetworkDisk } from './node-class-binding';
import { clusterScoped, objectName } from '../../private/names';
import { refuse, requireWhole } from '../../private/refuse';
import { NodeDisk } from '../node-disk';
import { AZURE } from '../provider';

/** Operating systems of AKS nodes. */
export enum AzureImageFamily {
  /** The Ubuntu that AKS has for the cluster's Kubernetes version. */
  UBUNTU = 'Ubuntu',
  /** Ubuntu 22.04. */
  UBUNTU_2204 = 'Ubuntu2204',
  /** Ubuntu 24.04. */
  UBUNTU_2404 = 'Ubuntu2404',
  /** Azure Linux. */
  AZURE_LINUX = 'AzureLinux',
}

/** Options of `NodeClass.azure`. */
export interface AzureNodeClassOptions {
  /**
   * The operating system. AKS installs NVIDIA's driver on it, but not the device plugin.
   *
   * @default AzureImageFamily.UBUNTU
   */
  readonly imageFamily?: AzureImageFamily;

  /**
   * The disk that holds the system, images, caches and logs: 30 to 2,048 GiB. Inference images are 10 to 20 GB and are unpacked beside
   * their layers.
   *
   * @default NodeDisk.of(Size.gibibytes(200))
   */
  readonly disk?: NodeDisk;

  /**
   * Resource id of the subnet, `/subscriptions/…/subnets/…`.
   *
   * @default - the cluster's
   */
  readonly subnetId?: string;

  /**
   * Tags of the machines.
   *
   * @default - none
   */
  readonly tags?: { [name: string]: string };
}

/** GiB that the AKSNodeClass admits. */
const DISK = { least: 30, most: 2048 };

const SUBNET = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

/** An `AKSNodeClass`. */
export function azureNodeClass(options: AzureNodeClassOptions): NodeClassBinding {
  const { disk = NodeDisk.of(Size.gibibytes(200)) } = options;
  requireNetworkDisk('NodeClass.azure', disk);
  return { provider: AZURE, disk, bind: (pool) => bind(pool, options, disk) };
}

function bind(pool: Construct, options: AzureNodeClassOptions, disk: NodeDisk): NodeClassReference {
  const { imageFamily = AzureImageFamily.UBUNTU, subnetId, tags } = options;
  requireWhole(pool, 'disk (GiB)', disk._gib, DISK.least, DISK.most);
  if (subnetId !== undefined && !SUBNET.test(subnetId)) {
    refuse(pool, 'subnetId', subnetId, 'a resource id /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…', 'correct the id');
  }
  return referenceTo(clusterScoped(new ApiObject(pool, 'NodeClass', {
    apiVersion: 'karpenter.azure.com/v1beta1',
    kind: 'AKSNodeClass',
    metadata: { name: objectName(pool) },
    spec: { imageFamily, osDiskSizeGB: disk._gib, gpu: { mode: 'Driver' }, vnetSubnetID: subnetId, tags },
  })));
}
