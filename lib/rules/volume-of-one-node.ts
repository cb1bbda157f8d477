import { items, text } from './manifests/values';
import { Rule } from './rule';

const ONE_NODE = ['ReadWriteOnce', 'ReadWriteOncePod'];

/** Kinds whose pods all have the same claims. */
const SHARING = ['Deployment', 'ScaledJob'];

export const volumeOfOneNode: Rule = {
  name: 'volume-of-one-node',
  severity: 'error',
  summary: 'a ReadWriteOnce volume in a Deployment or a ScaledJob that scales above 1',
  why: 'The volume is attached to one node. The second replica is on another one, has its GPU bought, and waits for the volume for ever.',
  incident: 'https://github.com/jaseci-labs/jac/pull/4642',
  check: (manifests) => manifests.scalers.filter(({ target, maxReplicas }) => SHARING.includes(target?.kind ?? '') && maxReplicas > 1).flatMap(({ target, namespace, maxReplicas }) =>
    items(target!.pod.volumes).flatMap((volume, index) => {
      const claim = text(volume.persistentVolumeClaim?.claimName);
      const modes = items(manifests.find('PersistentVolumeClaim', namespace, claim)?.spec?.accessModes).map(text);
      return modes.length === 0 || !modes.every((mode) => ONE_NODE.includes(mode)) ? []
        : [target!.violation([...target!.podPath, 'volumes', index, 'persistentVolumeClaim', 'claimName'], `a claim that ${maxReplicas} pods can mount: ReadOnlyMany or ReadWriteMany`, 'change its access mode, or keep models in a directory of the node')];
    })),
};
