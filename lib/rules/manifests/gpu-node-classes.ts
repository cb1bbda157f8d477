import { ManifestSet } from './manifest-set';
import { Plain } from './view';

/** The EC2NodeClasses that GPU pools use. */
export function gpuNodeClasses(manifests: ManifestSet): readonly Plain[] {
  return manifests.all('EC2NodeClass').filter(({ name }) => manifests.poolsOfNodeClass(name).some(({ isGpu }) => isGpu));
}
