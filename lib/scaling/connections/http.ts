import { ConnectionOptions } from './connection-options';
import { HttpAuthentication } from './http-authentication';
import { SecretKey } from '../secret-key';

/** Options of connections to HTTP servers. */
export interface HttpConnectionOptions extends ConnectionOptions {
  /**
   * Base URL, `http` or `https`, without credentials, query and fragment. What a source asks for is added to its path.
   *
   * The host as the scaler's pods resolve it; `service.namespace` for a Service of the cluster.
   */
  readonly url: string;

  /**
   * How the scaler proves itself.
   *
   * @default - not at all
   */
  readonly authentication?: HttpAuthentication;

  /**
   * Further headers of every request, by their names; each value is read from a Secret. For tenants, `X-Scope-OrgID` for example.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: SecretKey };

  /**
   * PEM bundle that signed the server's certificate. For an `https` URL.
   *
   * @default - the system roots
   */
  readonly ca?: SecretKey;
}
