import { experimental, ServerCredentials } from '@grpc/grpc-js';
import { Log } from './log';
import { TlsFiles } from './tls-files';
import { ContractError } from '../../lib/contract';

/**
 * Plain text without a directory; with one, TLS that demands and verifies a client certificate. Renewed files are taken up by themselves.
 *
 * @throws ContractError if the directory lacks one of its files, or they do not belong together
 */
export function serverCredentials(tlsDirectory: string | undefined, log: Log): ServerCredentials {
  if (tlsDirectory === undefined) {
    return ServerCredentials.createInsecure();
  }
  let files: TlsFiles;
  try {
    files = new TlsFiles(tlsDirectory, log);
  } catch (error) {
    throw new ContractError('tls', `${tlsDirectory}: ${(error as Error).message}; `
      + 'expected tls.crt, tls.key and ca.crt in PEM that belong together; mount a Secret that holds them');
  }
  return experimental.createCertificateProviderServerCredentials(files, files, true);
}
