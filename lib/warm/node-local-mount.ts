import { NodeLocalDirectory } from './node-local-directory';

/** A directory of the node, as a worker mounts it. */
export interface NodeLocalMount {
  readonly name: string;
  readonly directory: NodeLocalDirectory;
  readonly readOnly: boolean;
}
