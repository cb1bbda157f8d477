import { Size, SizeRoundingBehavior } from 'cdk8s';

/** What a node's disk has to hold. */
export interface DiskContent {
  /** All images of a node, unpacked. Each is counted twice, because it is unpacked beside its layers. */
  readonly images: Size;

  /**
   * All models in the node's model directory.
   *
   * @default - none
   */
  readonly models?: Size;

  /**
   * What the workers of a node write: writable layers, emptyDir volumes and logs. At least their `ephemeralStorage` together.
   *
   * @default Size.gibibytes(10)
   */
  readonly scratch?: Size;
}

/** The system's own part, and the part of the whole that the kubelet keeps free by evicting pods. */
const SYSTEM_GIB = 10;
const EVICTION = 0.1;

/** No cloud's image fits less. */
const LEAST_GIB = 30;

/** Where a node keeps images, models and logs, and how much of them. */
export class NodeDisk {
  /** A network disk of this size, in whole GiB. */
  public static of(size: Size): NodeDisk {
    return new NodeDisk(gibibytes(size), false);
  }

  /** A network disk that is large enough: twice the images, the models, what the workers write, and what the system and the kubelet need. */
  public static forContent(content: DiskContent): NodeDisk {
    return new NodeDisk(room(content), false);
  }

  /**
   * The machine's own NVMe disks, as one: no network disk is as fast. A pool admits only instance types whose disks have room for the
   * content. AWS only.
   */
  public static localNvme(content: DiskContent): NodeDisk {
    return new NodeDisk(room(content), true);
  }

  private constructor(
    /** @internal */
    public readonly _gib: number,
    /** @internal */
    public readonly _localNvme: boolean,
  ) {}

  /** What pods may write, in MiB: the kubelet evicts them when less than a tenth is free. @internal */
  public get _allocatableMib(): number {
    return Math.floor((this._gib - SYSTEM_GIB) * (1 - EVICTION) * 1024);
  }
}

function room({ images, models, scratch = Size.gibibytes(10) }: DiskContent): number {
  const used = 2 * gibibytes(images) + (models === undefined ? 0 : gibibytes(models)) + gibibytes(scratch) + SYSTEM_GIB;
  return Math.max(LEAST_GIB, Math.ceil(used / (1 - EVICTION)));
}

function gibibytes(size: Size): number {
  return size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
}
