/** The manifests that Go code holds as templates in raw strings, as KEDA's end-to-end tests do. */

/** A raw string that is assigned to a name. */
const RAW_STRING = /(\w+)\s*(?::?=|:)\s*`([^`]*)`/g;

/** A number or a text that is assigned to a name, and one that is put together from others. */
const LITERAL = /(\w+)(?:\s+(?:int|int32|string))?\s*(?::?=|:)\s*(?:(-?\d+)|"([^"\n]*)")[ \t]*,?$/gm;
const COMPOSED = /(\w+)\s*:?=\s*fmt\.Sprintf\("([^"\n]*)"((?:, \w+)+)\)/g;

/** A field that a template is filled in with, and the lines of conditions. */
const FIELD = /{{-?\s*\.(\w+)\s*-?}}/g;
const CONDITION = /^.*{{-?\s*(?:if|else|end)\b.*\n/gm;

/**
 * The templates of a Go file that hold Kubernetes objects, by name. A field is filled in with what the file says of the variable of that name:
 * its number or text. What it does not say, such as the host of a service that the test wants, is made up from the name.
 */
export function goTemplates(source: string, given: { readonly [field: string]: string } = {}): ReadonlyMap<string, string> {
  const values = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [, name, number, text] of source.matchAll(LITERAL)) {
    values.set(name.toLowerCase(), number ?? text);
  }
  const valueOf = (name: string) => values.get(name.toLowerCase()) ?? `${name.toLowerCase()}.example.com`;
  for (const [, name, format, names] of source.matchAll(COMPOSED)) {
    const parts = names.split(', ').slice(1).map(valueOf);
    values.set(name.toLowerCase(), format.replace(/%[svd]/g, () => parts.shift() ?? ''));
  }
  return new Map([...source.matchAll(RAW_STRING)].filter(([, , text]) => /^\s*apiVersion:/m.test(text))
    .map(([, name, text]) => [name, text.replace(CONDITION, '').replace(FIELD, (_, field: string) => valueOf(field))]));
}
