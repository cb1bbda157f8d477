import { IConstruct } from 'constructs';

/** Objects whose name is taken: applied one after the other, the second object would overwrite the first. */
export function takenNames(objects: readonly IConstruct[], rendered: readonly any[]): readonly string[] {
  const paths = new Map<string, string>();
  return rendered.flatMap(({ apiVersion, kind, metadata }, index) => {
    if (metadata?.name === undefined) {
      return [];
    }
    const { path } = objects[index].node;
    const namespace: string | undefined = metadata.namespace;
    const key = JSON.stringify([String(apiVersion).replace(/\/?[^/]*$/, ''), kind, namespace, metadata.name]);
    const other = paths.get(key);
    paths.set(key, other ?? path);
    return other === undefined ? [] : [`${path}: metadata.name: got ${JSON.stringify(metadata.name)}; expected a name that no other ${kind}`
      + `${namespace === undefined ? '' : ` of the namespace ${namespace}`} has, and ${other} has it; rename one of the two, or put what is for another cluster into an app of its own`];
  });
}
