/** What has to change on the node's object, so that it says which models are there. */

/** The part of a Node that matters here. */
export interface NodeState {
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly NodeTaint[];
}

/** A taint, with whatever else it carries. */
export interface NodeTaint {
  readonly key: string;
  readonly effect: string;
}

/** What is known of a model on this node. `unknown` until the files that an earlier agent left have been looked at. */
export type ModelPresence = 'ready' | 'absent' | 'unknown';

/** A declared model, and what is known of it. */
export interface DeclaredModel {
  readonly name: string;
  /** Its name and the digest of its source, which tells one content from another. */
  readonly version: string;
  readonly presence: ModelPresence;
}

/** What the node is to say. */
export interface WantedNode {
  readonly labelPrefix: string;
  readonly startupTaint?: string;
  readonly models: readonly DeclaredModel[];
}

/** An operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: 'add'; readonly path: string; readonly value: string }
  | { readonly op: 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** What to change now, and whether the startup taint has to wait for Karpenter. */
export interface NodeChanges {
  /** None if the node says already what it should. */
  readonly patch: readonly JsonPatchOperation[];
  readonly addedLabels: readonly string[];
  readonly removedLabels: readonly string[];
  readonly removesTaint: boolean;
  readonly waitsForRegistration: boolean;
}

/** Karpenter sets it when it has put everything on the node that it puts there: until then it would put a removed startup taint back. */
const REGISTERED = 'karpenter.sh/registered';

/**
 * Compares a node with what it is to say. Labels of the prefix belong to the agent: those of models that are no longer declared go.
 *
 * @see https://github.com/kubernetes-sigs/karpenter/issues/1772 of a startup taint that is removed before the node is registered
 */
export function changesOf({ labels, taints }: NodeState, { labelPrefix, startupTaint, models }: WantedNode): NodeChanges {
  const wanted = new Map(models.map((model) => [`${labelPrefix}/${model.name}`, model]));
  const addedLabels = [...wanted].filter(([key, model]) => model.presence === 'ready' && labels[key] !== digestOf(model)).map(([key]) => key);
  const removedLabels = Object.keys(labels).filter((key) => key.startsWith(`${labelPrefix}/`) && !keeps(wanted.get(key), labels[key]));
  const index = models.every(({ presence }) => presence === 'ready') ? taints.findIndex(({ key }) => key === startupTaint) : -1;
  const registered = labels[REGISTERED] === 'true';
  const removesTaint = index >= 0 && registered;
  return {
    patch: [
      ...addedLabels.map((key) => ({ op: 'add' as const, path: labelPath(key), value: digestOf(wanted.get(key)!) })),
      ...removedLabels.map((key) => ({ op: 'remove' as const, path: labelPath(key) })),
      // Others change the list as well: the whole patch is refused if the taint stands somewhere else by now.
      ...(removesTaint ? [{ op: 'test' as const, path: `/spec/taints/${index}`, value: taints[index] }, { op: 'remove' as const, path: `/spec/taints/${index}` }] : []),
    ],
    addedLabels,
    removedLabels,
    removesTaint,
    waitsForRegistration: index >= 0 && !registered,
  };
}

/** Whether a label may stay as it is, or is about to be overwritten. */
function keeps(model: DeclaredModel | undefined, value: string): boolean {
  return model?.presence === 'ready' || (model?.presence === 'unknown' && digestOf(model) === value);
}

/** What a model's label says. */
function digestOf({ name, version }: DeclaredModel): string {
  return version.slice(name.length + 1);
}

function labelPath(key: string): string {
  return `/metadata/labels/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
