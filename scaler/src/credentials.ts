import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { experimental, ServerCredentials } from '@grpc/grpc-js';
import { refusal } from '../../lib/contract';

/** How soon a renewed certificate is used. */
const REFRESH_MS = 10_000;

/**
 * Plain text without a directory; with one, TLS that demands and verifies a client certificate. Renewed files are taken up by themselves.
 *
 * @throws ContractError if the directory lacks one of its files
 */
export function serverCredentials(tlsDirectory: string | undefined): ServerCredentials {
  if (tlsDirectory === undefined) {
    return ServerCredentials.createInsecure();
  }
  for (const file of ['tls.crt', 'tls.key', 'ca.crt']) {
    if (!existsSync(join(tlsDirectory, file))) {
      throw refusal(`${join(tlsDirectory, file)}`, undefined, 'a PEM file', 'mount a Secret with tls.crt, tls.key and ca.crt there');
    }
  }
  const provider = new experimental.FileWatcherCertificateProvider({
    certificateFile: join(tlsDirectory, 'tls.crt'),
    privateKeyFile: join(tlsDirectory, 'tls.key'),
    caCertificateFile: join(tlsDirectory, 'ca.crt'),
    refreshIntervalMs: REFRESH_MS,
  });
  return experimental.createCertificateProviderServerCredentials(provider, provider, true);
}
