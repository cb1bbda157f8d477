import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { experimental, ServerCredentials } from '@grpc/grpc-js';
import { ContractError } from '../../lib/contract';

/** How soon a renewed certificate is used. */
const REFRESH_MS = 10_000;

/**
 * Plain text without a directory; with one, TLS that demands and verifies a client certificate. Renewed files are taken up by themselves.
 *
 * @throws ContractError if the directory lacks one of its files, or they do not belong together
 */
export async function serverCredentials(tlsDirectory: string | undefined): Promise<ServerCredentials> {
  if (tlsDirectory === undefined) {
    return ServerCredentials.createInsecure();
  }
  const file = { certificate: join(tlsDirectory, 'tls.crt'), key: join(tlsDirectory, 'tls.key'), ca: join(tlsDirectory, 'ca.crt') };
  try {
    createSecureContext({ cert: readFileSync(file.certificate), key: readFileSync(file.key), ca: readFileSync(file.ca) });
  } catch (error) {
    throw new ContractError('tls', `${tlsDirectory}: ${(error as Error).message}; `
      + 'expected tls.crt, tls.key and ca.crt in PEM that belong together; mount a Secret that holds them');
  }
  const provider = new experimental.FileWatcherCertificateProvider({
    certificateFile: file.certificate, privateKeyFile: file.key, caCertificateFile: file.ca, refreshIntervalMs: REFRESH_MS,
  });
  const credentials = experimental.createCertificateProviderServerCredentials(provider, provider, true);
  // The provider reads the files by itself; until it has, every caller would be turned away.
  await new Promise<void>((resolve) => {
    const listener: experimental.IdentityCertificateUpdateListener = (update) => {
      if (update !== null) {
        provider.removeIdentityCertificateListener(listener);
        resolve();
      }
    };
    provider.addIdentityCertificateListener(listener);
  });
  return credentials;
}
