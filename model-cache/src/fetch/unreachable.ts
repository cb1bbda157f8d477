import { Problem } from '../problem';

/** What Node.js calls a certificate that nobody known to it has signed. */
const UNKNOWN_AUTHORITY = [
  'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/**
 * Why a server could not be asked at all.
 *
 * @param what was asked
 * @param error of the client, which may wrap that of the network
 * @param check what else to do
 */
export function unreachable(what: string, error: Error, check: string): Problem {
  const causes = causesOf(error);
  const certificate = causes.find(({ code }) => UNKNOWN_AUTHORITY.includes(code ?? ''));
  if (certificate !== undefined) {
    return new Problem('refused', `${what}: the server's certificate is signed by an authority that is not known here (${certificate.code}); `
      + 'give the authority\'s certificate to the agent, as ca of the ModelCacheDaemonSet');
  }
  return new Problem('unavailable', `${what}: ${causes[causes.length - 1].message}; ${check}`);
}

/** An error and those that led to it. */
function causesOf(error: Error): NodeJS.ErrnoException[] {
  return [error, ...(error.cause instanceof Error ? causesOf(error.cause) : [])];
}
