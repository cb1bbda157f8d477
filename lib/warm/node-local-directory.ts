import { k8s } from 'cdk8s-plus-28';

/** A directory on the nodes themselves, that outlives the pods: what one pod puts there, the next one finds. */
export class NodeLocalDirectory {
  /**
   * @param hostPath absolute path on the node
   * @param mountPath absolute path in the containers
   * @throws Error if a path is not absolute or leads upwards
   */
  public static at(hostPath: string, mountPath: string = '/models'): NodeLocalDirectory {
    for (const [what, path] of [['hostPath', hostPath], ['mountPath', mountPath]]) {
      if (!/^\/[^/]/.test(path) || path.split('/').includes('..')) {
        throw new Error(`NodeLocalDirectory.at: ${what}: got ${JSON.stringify(path)}; expected an absolute path below / without ".."; correct it`);
      }
    }
    return new NodeLocalDirectory(hostPath, mountPath);
  }

  private constructor(
    /** Absolute path on the node. */
    public readonly hostPath: string,
    /** Absolute path in the containers. */
    public readonly mountPath: string,
  ) {}

  /** The volume of a pod that uses it. @internal */
  public _volume(name: string): k8s.Volume {
    return { name, hostPath: { path: this.hostPath, type: 'DirectoryOrCreate' } };
  }
}
