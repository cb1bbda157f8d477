import { KedaTriggerOptions } from './keda-trigger';

/** A parameter as its option holds it; several by name for `query.*`. */
type Parameter = string | number | boolean | { readonly [name: string]: string } | undefined;

/**
 * The metadata of a trigger, in which KEDA has only text.
 *
 * @throws Error if a required parameter is missing and no TriggerAuthentication could hold it
 */
export function triggerMetadata(
  trigger: string, { authenticationRef }: KedaTriggerOptions, required: readonly string[], parameters: { readonly [name: string]: Parameter },
): { [name: string]: string } {
  const metadata: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'object') {
      Object.entries(value).forEach(([key, each]) => metadata[name.replace('*', key)] = each);
    } else if (value !== undefined) {
      metadata[name] = String(value);
    }
  }
  const missing = required.find((name) => metadata[name] === undefined && metadata[`${name}FromEnv`] === undefined);
  if (missing !== undefined && authenticationRef === undefined) {
    throw new Error(`${trigger}: ${missing}: got nothing; expected a value, which KEDA needs; set it, or its FromEnv or an authenticationRef where the trigger has them`);
  }
  return metadata;
}
