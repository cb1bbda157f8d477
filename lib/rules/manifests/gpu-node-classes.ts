import { ManifestSet } from './manifest-set';
import { text } from './values';
import { Plain } from './view';

/** The EC2NodeClasses that GPU pools use. */
export function gpuNodeClasses(manifests: ManifestSet): readonly Plain[] {
  const used = new Set(manifests.nodePools.filter(({ isGpu }) => isGpu).map(({ template }) => text(template.spec?.nodeClassRef?.name)));
  return manifests.all('EC2NodeClass').filter(({ name }) => used.has(name));
}
