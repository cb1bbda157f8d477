import { ApiObject, ApiObjectMetadata, Duration, Lazy, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { CapacityType } from './capacity-type';
import { GpuInstance } from './catalogue/gpu-instance';
import { GpuNodes, GpuNodesProps, NodePlacement } from './gpu-nodes';
import { InstanceCatalogue } from './instance-catalogue';
import { requireNetworkDisk } from './node-classes/node-class-binding';
import { NodeDisk } from './node-disk';
import { GPU_TOLERATION } from './node-labels';
import { GOOGLE, requireZones } from './provider';
import { clusterScoped, givenName } from '../private/names';
import { refuse, requireText, requireWhole } from '../private/refuse';

/** A reservation of Compute Engine. */
export interface ComputeReservation {
  /** Its name. */
  readonly name: string;
  /** Id of its project. */
  readonly project: string;
}

/** Properties of `GpuComputeClass`. */
export interface GpuComputeClassProps extends GpuNodesProps {
  /**
   * How the nodes may be bought, in order of preference. GKE tries every machine type in the first way, cheapest first, before it turns
   * to the second.
   *
   * @default [CapacityType.ON_DEMAND]
   */
  readonly capacityTypes?: CapacityType[];

  /**
   * The reservation to buy from. Needed for `CapacityType.RESERVED`.
   *
   * @default - none
   */
  readonly reservation?: ComputeReservation;

  /**
   * The boot disk of the nodes, which holds images, caches and logs.
   *
   * @default NodeDisk.of(Size.gibibytes(200))
   */
  readonly disk?: NodeDisk;

  /**
   * How long a node stays when nothing runs on it: 1 to 1,440 minutes.
   *
   * @default Duration.minutes(5)
   */
  readonly consolidationDelay?: Duration;

  /**
   * Zones that the nodes may be in.
   *
   * @default - those of the cluster
   */
  readonly zones?: string[];

  /**
   * Metadata of the ComputeClass.
   *
   * @default - named after the construct's path
   */
  readonly metadata?: ApiObjectMetadata;
}

const CLASS_LABEL = 'cloud.google.com/compute-class';

/** What GKE calls a GPU, by model and MiB of memory. */
const ACCELERATORS: { readonly [gpu: string]: string } = {
  'l4 24576': 'nvidia-l4',
  'a100 40960': 'nvidia-tesla-a100',
  'a100 81920': 'nvidia-a100-80gb',
  'h100 81920': 'nvidia-h100-80gb',
  'h200 144384': 'nvidia-h200-141gb',
  'b200 184320': 'nvidia-b200',
};

/**
 * Nodes with GPUs, brought and taken away by GKE itself.
 *
 * Emits a `ComputeClass`: a ladder of machine types and ways to buy them, tried from the top; nodes leave when empty, and no running
 * worker is moved up the ladder. GKE knows no limit for a class: `maxGpus` bounds the workers, and the cluster's node auto-provisioning
 * limits bound the bill.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass
 */
export class GpuComputeClass extends GpuNodes {
  /** The ComputeClass. */
  public readonly computeClass: ApiObject;

  /** What a pod has to say to be put on the nodes of this class. */
  public readonly placement: NodePlacement;

  /**
   * @throws Error if a bound is not positive, no machine type has `gpusPerNode` of the GPU, none of them has a known price, or reserved
   * capacity has no reservation
   */
  public constructor(scope: Construct, id: string, props: GpuComputeClassProps) {
    const { disk = NodeDisk.of(Size.gibibytes(200)), consolidationDelay = Duration.minutes(5), capacityTypes = [CapacityType.ON_DEMAND] } = props;
    requireNetworkDisk('GpuComputeClass', disk);
    super(scope, id, props, InstanceCatalogue.google(), disk);
    requireWhole(this, 'consolidationDelay (minutes)', consolidationDelay.toMinutes({ integral: false }), 1, 1440);
    requireWhole(this, 'disk (GiB)', disk._gib, 10);
    requireZones(this, GOOGLE, props.zones);
    if (capacityTypes.length === 0 || new Set(capacityTypes).size < capacityTypes.length) {
      refuse(this, 'capacityTypes', capacityTypes, 'each at most once, and at least one', 'correct the list');
    }
    if (capacityTypes.includes(CapacityType.RESERVED) !== (props.reservation !== undefined)) {
      refuse(this, 'reservation', props.reservation, 'one with CapacityType.RESERVED, and none without', 'set or remove both');
    }
    if (props.reservation !== undefined) {
      requireText(this, 'reservation.name', props.reservation.name);
      requireText(this, 'reservation.project', props.reservation.project);
    }
    const name = givenName(this, props.metadata?.name, 63, 'nodes carry it in a label');
    this.placement = {
      nodeSelector: { [CLASS_LABEL]: name },
      tolerations: [GPU_TOLERATION, { key: CLASS_LABEL, operator: 'Equal', value: name, effect: 'NoSchedule' }],
    };
    // The control plane of GKE owns the definition of the kind; there is none to generate a type from.
    this.computeClass = clusterScoped(new ApiObject(this, 'Resource', {
      apiVersion: 'cloud.google.com/v1',
      kind: 'ComputeClass',
      metadata: { ...props.metadata, name },
      spec: {
        priorities: Lazy.any({
          produce: () => capacityTypes.flatMap((capacityType) => this._admitted().map((shape) => this.rule(shape, capacityType, disk, props))),
        }),
        nodePoolAutoCreation: { enabled: true },
        // Otherwise a worker that no rule can serve would get a node of any machine type.
        whenUnsatisfiable: 'DoNotScaleUp',
        activeMigration: { optimizeRulePriority: false },
        autoscalingPolicy: { consolidationDelayMinutes: consolidationDelay.toMinutes(), consolidationThreshold: 0, gpuConsolidationThreshold: 0 },
      },
    }));
  }

  /** No running worker is moved. */
  public get podAnnotations(): { [key: string]: string } | undefined {
    return { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' };
  }

  /** @internal */
  protected _maxNodes(): number {
    return Math.floor(this.maxGpus / this.gpusPerNode);
  }

  private rule(shape: GpuInstance, capacityType: CapacityType, disk: NodeDisk, { reservation, zones }: GpuComputeClassProps): object {
    const accelerator = ACCELERATORS[`${shape.gpuName} ${shape.gpuMemoryMib}`];
    if (accelerator === undefined) {
      refuse(this, 'catalogue', shape.instanceType, `machine types with a GPU of GKE (${Object.keys(ACCELERATORS).join(', ')} MiB)`, 'correct the type');
    }
    return {
      machineType: shape.instanceType,
      gpu: { type: accelerator, count: shape.gpuCount, driverVersion: 'default' },
      spot: capacityType === CapacityType.SPOT,
      storage: { bootDiskSize: disk._gib },
      ...(capacityType === CapacityType.RESERVED ? { reservations: { affinity: 'Specific', specific: [{ ...reservation }] } } : {}),
      ...(zones === undefined ? {} : { location: { zones } }),
    };
  }
}
