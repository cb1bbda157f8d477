import { NodeClassBinding, NodeClassReference } from './node-class-binding';
import { PROVIDERS } from '../provider';

/** A node class that is not part of the app. */
export function existingNodeClass(reference: NodeClassReference): NodeClassBinding {
  const provider = PROVIDERS.find(({ group }) => group === reference.group);
  if (provider === undefined) {
    throw new Error(`NodeClass.fromReference: group: got ${JSON.stringify(reference.group)}; expected one of ${PROVIDERS.map(({ group }) => group).join(', ')}; `
      + 'write the NodePool of another provider by hand: its machines have other names');
  }
  for (const [what, value] of [['kind', reference.kind], ['name', reference.name]]) {
    if (value.trim() === '') {
      throw new Error(`NodeClass.fromReference: ${what}: got ""; expected a non-empty string; set ${what}`);
    }
  }
  return { provider, bind: () => reference };
}
