import { ApiObject, Lazy, Size } from 'cdk8s';
import { BoundPool, NodeClassBinding, NodeClassReference, referenceTo, requireNetworkDisk } from './node-class-binding';
import { clusterScoped, objectName } from '../../private/names';
import { refuse, requireWhole } from '../../private/refuse';
import { NodeDisk } from '../node-disk';
import { GOOGLE } from '../provider';

/** Options of `NodeClass.google`. */
export interface GoogleNodeClassOptions {
  /**
   * Version of Container-Optimized OS, such as `121.18867.90.4`. `latest` is refused: every image release would be a drift that rolls all
   * GPU nodes.
   *
   * @default - the version that GKE has for the cluster
   */
  readonly imageVersion?: string;

  /**
   * The boot disk, which holds images, caches and logs: at least 10 GiB. Inference images are 10 to 20 GB and are unpacked beside their
   * layers.
   *
   * @default NodeDisk.of(Size.gibibytes(200))
   */
  readonly disk?: NodeDisk;

  /**
   * Kind of the boot disk. The machine types have to know it: a4 and a3-ultragpu know only `hyperdisk-balanced`.
   *
   * @default 'pd-balanced'; 'hyperdisk-balanced' for machine types that know no other
   */
  readonly diskCategory?: string;

  /**
   * E-mail address of the nodes' service account.
   *
   * @default - the provider's
   */
  readonly serviceAccount?: string;
}

const VERSION = /^\d+\.\d+\.\d+\.\d+$/;
const HYPERDISK = 'hyperdisk-balanced';
const CATEGORIES = ['pd-balanced', 'pd-ssd', HYPERDISK];

/** Machine types that boot from no other disk. */
const ONLY_HYPERDISK = /^(a3-ultragpu|a4x?)-/;
const SERVICE_ACCOUNT = /^[^@]+@(developer|[^@]+\.iam)\.gserviceaccount\.com$/;

/** A `GCENodeClass`. */
export function googleNodeClass(options: GoogleNodeClassOptions): NodeClassBinding {
  const { disk = NodeDisk.of(Size.gibibytes(200)) } = options;
  requireNetworkDisk('NodeClass.google', disk);
  return { provider: GOOGLE, disk, bind: (pool) => bind(pool, options, disk) };
}

function bind(pool: BoundPool, options: GoogleNodeClassOptions, disk: NodeDisk): NodeClassReference {
  const { imageVersion, diskCategory, serviceAccount } = options;
  requireWhole(pool, 'disk (GiB)', disk._gib, 10);
  if (imageVersion !== undefined && !VERSION.test(imageVersion)) {
    refuse(pool, 'imageVersion', imageVersion, "a version such as '121.18867.90.4'", 'pin the version, or leave it out for the one of the cluster');
  }
  if (diskCategory !== undefined && !CATEGORIES.includes(diskCategory)) {
    refuse(pool, 'diskCategory', diskCategory, `one of ${CATEGORIES.join(', ')}`, 'correct it');
  }
  if (serviceAccount !== undefined && !SERVICE_ACCOUNT.test(serviceAccount)) {
    refuse(pool, 'serviceAccount', serviceAccount, 'an e-mail address that ends in .gserviceaccount.com', 'correct it');
  }
  return referenceTo(clusterScoped(new ApiObject(pool, 'NodeClass', {
    apiVersion: 'karpenter.k8s.gcp/v1alpha1',
    kind: 'GCENodeClass',
    metadata: { name: objectName(pool) },
    spec: {
      imageSelectorTerms: [{ family: 'ContainerOptimizedOS', ...(imageVersion === undefined ? { channel: 'cluster' } : { version: imageVersion }) }],
      disks: [{ boot: true, category: Lazy.any({ produce: () => categoryFor(pool, diskCategory) }), sizeGiB: disk._gib }],
      gpuDriverVersion: 'default',
      // The pool's own taint, from the kubelet's first word on.
      autoGPUTaint: true,
      serviceAccount,
    },
  })));
}

/** Known when the last worker has said what it asks for. */
function categoryFor(pool: BoundPool, given: string | undefined): string {
  const { instanceTypes } = pool;
  const hyperdisk = instanceTypes.filter((type) => ONLY_HYPERDISK.test(type));
  if (hyperdisk.length > 0 && given !== HYPERDISK && (given !== undefined || hyperdisk.length < instanceTypes.length)) {
    refuse(pool, 'diskCategory', given, `"${HYPERDISK}", because ${hyperdisk.join(', ')} know no other`, 'set it, or choose other machines: one node class has one kind of disk');
  }
  return given ?? (hyperdisk.length > 0 ? HYPERDISK : 'pd-balanced');
}
