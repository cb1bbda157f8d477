import { SourceKind } from './source-kind';
import { refusal } from '../contract-error';
import { Field, matching, optional, text, urlPath } from '../fields';

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

/** A part of a query that has a credential's name. */
const CREDENTIAL = /[?&]([^=&]*(api[-_]?key|token|secret|passw(or)?d|signature)[^=&]*)=/i;

/** Metadata is there to read for whoever may read a ScaledObject. */
const path: Field<string> = {
  isText: true,
  read: (where, value) => {
    const given = urlPath.read(where, value);
    const name = CREDENTIAL.exec(given)?.[1];
    if (name !== undefined) {
      throw refusal(where, `${given.slice(0, given.indexOf('?'))}?${name}=...`, 'a path without credentials',
        'give the connection an authentication, or headers, which read a Secret');
    }
    return given;
  },
};

export const httpJson: SourceKind<HttpJsonSourceMetadata> = {
  connection: 'http',
  counts: ({ inFlight }) => (inFlight === undefined ? 'unsaid' : 'all'),
  fields: { connection: text, path, waiting: pointer, inFlight: optional(pointer) },
};
