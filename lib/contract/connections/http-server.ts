import { timeLimit, TimeLimitConfig } from './time-limit';
import { baseUrl, Fields, mapOf, matching, optional, text, typed } from '../fields';

/** How the scaler proves itself to an HTTP server. */
export type HttpAuthenticationConfig =
  | { readonly type: 'bearer'; /** File that holds the token. */ readonly tokenFile: string }
  | { readonly type: 'basic'; readonly username: string; /** File that holds the password. */ readonly passwordFile: string };

/** What every connection to an HTTP server has. */
export interface HttpServerConfig extends TimeLimitConfig {
  /** Base URL, its host full enough to resolve from the scaler's namespace; paths are added to it. */
  readonly url: string;
  /** None if absent. */
  readonly authentication?: HttpAuthenticationConfig;
  /** Files that hold the values of further headers, by the headers' names. */
  readonly headerFiles?: { readonly [header: string]: string };
  /** PEM bundle that signed the server's certificate; the system roots if absent. */
  readonly caFile?: string;
}

export const httpServer: Fields<HttpServerConfig> = {
  url: baseUrl,
  authentication: optional(typed<HttpAuthenticationConfig>({
    bearer: { tokenFile: text },
    basic: { username: text, passwordFile: text },
  }, 'use an HttpAuthentication factory of the library')),
  headerFiles: optional(mapOf(matching(/^[A-Za-z0-9-]+$/, 'names of headers: letters, digits and dashes'), text)),
  caFile: optional(text),
  ...timeLimit,
};
