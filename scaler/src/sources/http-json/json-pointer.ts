/**
 * The value that a JSON Pointer points to; undefined if there is none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function valueAt(pointer: string, document: unknown): unknown {
  const tokens = pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return tokens.reduce(memberOf, document);
}

function memberOf(value: unknown, token: string): unknown {
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(token))) {
    return undefined;
  }
  return Object.prototype.hasOwnProperty.call(value, token) ? (value as { readonly [name: string]: unknown })[token] : undefined;
}
