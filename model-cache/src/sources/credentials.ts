import { RemoteRequest } from '../fetch/remote-file';
import { Problem } from '../problem';

/**
 * A secret from the environment.
 *
 * @throws Problem if it is named and not there
 */
export function secretOf(env: { readonly [name: string]: string | undefined }, name: string): string {
  const value = env[name]?.trim() ?? '';
  if (value === '') {
    throw new Problem('denied', `the environment variable ${name} is empty; set it from the Secret that holds the credential`);
  }
  return value;
}

/** The headers that prove a bearer, if a token is named. */
export function bearer(env: { readonly [name: string]: string | undefined }, name: string | undefined): NonNullable<RemoteRequest['headers']> {
  return name === undefined ? {} : { authorization: `Bearer ${secretOf(env, name)}` };
}
