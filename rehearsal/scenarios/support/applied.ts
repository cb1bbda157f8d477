/** What became of applied objects: whether the API server kept every field, and what it would say to their pods. */
import { quantityToScalar } from '@kubernetes/client-node/dist/util.js';
import type { Manifest } from './synthesize';

/** Values under these keys are quantities, of which the API server writes the shortest form: `12288Mi` becomes `12Gi`. */
const QUANTITIES = new Set(['requests', 'limits']);

/** Fields that the API server does not write when they are false, which is what their absence means. */
const ABSENT_WHEN_FALSE = new Set(['globalDefault']);

/**
 * The fields that were applied and are not there as they were applied, one line each with both values. What the API server adds (defaults,
 * status) does not matter.
 */
export function changedFields(applied: Manifest, live: Manifest, path: string = `${applied.kind}/${applied.metadata.name}`, quantities = false): string[] {
  if (Array.isArray(applied)) {
    return Array.isArray(live) && live.length === applied.length
      ? applied.flatMap((item, index) => changedFields(item, live[index], `${path}[${index}]`, quantities))
      : [`${path}: applied ${JSON.stringify(applied)}, found ${JSON.stringify(live)}`];
  }
  if (typeof applied === 'object' && applied !== null && typeof live === 'object' && live !== null) {
    return Object.entries(applied).filter(([key, value]) => !(ABSENT_WHEN_FALSE.has(key) && value === false && live[key] === undefined)).flatMap(([key, value]) => changedFields(value, live[key], `${path}.${key}`, quantities || QUANTITIES.has(key)));
  }
  const same = applied === live || (quantities && live !== undefined && quantityToScalar(String(applied)) === quantityToScalar(String(live)));
  return same ? [] : [`${path}: applied ${JSON.stringify(applied)}, found ${JSON.stringify(live)}`];
}

/** Bare pods of every pod template of the objects: what their controllers would create. */
export function podsOf(objects: readonly Manifest[]): Manifest[] {
  return objects.flatMap((object) => {
    const template = object.kind === 'PodTemplate' ? object.template : object.spec?.template ?? object.spec?.jobTargetRef?.template;
    return template?.spec?.containers === undefined ? [] : [{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...template.metadata, name: `${object.kind}-${object.metadata.name}`.toLowerCase(), namespace: object.metadata.namespace },
      spec: template.spec,
    }];
  });
}

/** `kind/name` of an object. */
export function nameOf(object: Manifest): string {
  return `${object.kind}/${object.metadata.name}`;
}
