import { readdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Store } from './store';
import { MODEL_CACHE_LAYOUT, modelLease } from '../../../lib/contract/model-cache';

/** A pod says that it uses a version, before it looks whether that is ready: then either it sees that it is not, or the agent sees the lease. */
export async function take(directory: string, version: string, podUid: string): Promise<void> {
  await writeFile(join(directory, modelLease(version, podUid)), '');
}

/** Which versions pods of the node use. */
export class Leases {
  /** @param podUids uids of the pods of the node; while they are not known, every lease counts */
  public constructor(private readonly store: Store, private readonly podUids: () => Promise<ReadonlySet<string> | undefined>) {}

  /** The versions that pods use. Leases of pods that are gone are removed, and their versions count as used until now. */
  public async inUse(): Promise<ReadonlySet<string>> {
    const directory = join(this.store.directory, MODEL_CACHE_LAYOUT.inUse);
    const leases = await readdir(directory);
    const pods = await this.podUids(); // after the leases: the pod of one that comes meanwhile may be missing in the answer
    const used = new Set<string>();
    for (const lease of leases) {
      const separator = lease.lastIndexOf('.');
      const [version, pod] = [lease.slice(0, separator), lease.slice(separator + 1)];
      if (pods === undefined || pods.has(pod)) {
        used.add(version);
      } else {
        await this.store.touch(version, new Date());
        await unlink(join(directory, lease)).catch(() => undefined); // a directory is no lease, and keeps nothing
      }
    }
    return used;
  }
}
