import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CapacityType } from '../capacity-type';
import { NodeDisk } from '../node-disk';
import { Provider } from '../provider';

/** What a NodePool writes into `nodeClassRef`. */
export interface NodeClassReference {
  /** API group of the node class. */
  readonly group: string;
  /** Kind of the node class. */
  readonly kind: string;
  /** Name of the node class object. */
  readonly name: string;
}

/** What a node class may ask the pool that it is for. */
export interface BoundPool extends Construct {
  /** The admitted instance types. Complete when all workers are made. */
  readonly instanceTypes: string[];
}

/** A provider's node class, before it is part of a tree. */
export interface NodeClassBinding {
  readonly provider: Provider;
  /** Absent where the app does not know it. */
  readonly disk?: NodeDisk;
  /** Adds the node class below the pool, for nodes that are bought in these ways, and returns what `nodeClassRef` must say. */
  bind(pool: BoundPool, capacityTypes: readonly CapacityType[]): NodeClassReference;
}

/** What `nodeClassRef` says of an object. */
export function referenceTo(nodeClass: ApiObject): NodeClassReference {
  return { group: nodeClass.apiGroup, kind: nodeClass.kind, name: nodeClass.name };
}

/** Refuses the local disks of a provider that does not set them up. */
export function requireNetworkDisk(method: string, disk: NodeDisk): void {
  if (disk._localNvme) {
    throw new Error(`${method}: disk: got NodeDisk.localNvme; expected a network disk, because only AWS machines set up their local disks; `
      + 'use NodeDisk.of or NodeDisk.forContent');
  }
}
