import { SourceKind } from './source-kind';
import { matching, optional, text, urlPath } from '../fields';

/** Numbers in a JSON document that a server answers over HTTP. */
export interface HttpJsonSourceMetadata {
  readonly type: 'http-json';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Added to the URL of the connection. */
  readonly path: string;
  /** JSON Pointer to the jobs waiting; without `inFlight`, those in flight are in the number too. */
  readonly waiting: string;
  /** JSON Pointer to the jobs in flight. */
  readonly inFlight?: string;
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
const pointer = matching(/^(\/([^~/]|~[01])*)*$/, 'a JSON Pointer such as "/jobs/waiting", or "" for the whole document');

export const httpJson: SourceKind<HttpJsonSourceMetadata> = {
  connection: 'http',
  counts: ({ inFlight }) => (inFlight === undefined ? 'unsaid' : 'all'),
  fields: { connection: text, path: urlPath, waiting: pointer, inFlight: optional(pointer) },
};
