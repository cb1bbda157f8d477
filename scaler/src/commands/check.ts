import { accessSync, constants } from 'node:fs';
import { refusal } from '../../../lib/contract';
import { serverCredentials } from '../credentials';
import { Settings } from '../settings';
import { TargetOverrides } from '../target-overrides';

/**
 * Checks all that can be checked without asking a server: the configuration, the files that it names, the certificates and the targets.
 *
 * @returns a line for each part, of those that are right
 * @throws Error for the first that is not
 */
export async function check({ config, tlsDirectory, targetsFile, tracing }: Settings): Promise<string[]> {
  const lines = Object.entries(config.connections).map(([name, connection]) => {
    const files = filesIn(`connections.${name}`, connection);
    for (const [field, file] of files) {
      requireReadable(field, file);
    }
    return `connection ${name}: ${connection.type}, ${files.length === 0 ? 'no files' : `readable: ${files.map(([, file]) => file).join(', ')}`}`;
  });
  serverCredentials(tlsDirectory, () => undefined);
  new TargetOverrides(targetsFile, () => undefined).close();
  return [
    ...lines,
    ...(lines.length === 0 ? ['no connections: only embedded queues'] : []),
    tlsDirectory === undefined ? 'plain text: no certificates' : `mutual TLS: certificates in ${tlsDirectory}`,
    ...(targetsFile === undefined ? [] : [`targets: ${targetsFile}`]),
    ...(tracing === undefined ? [] : [`traces: to ${tracing}`]),
  ];
}

/** The files that a part of the configuration names, and where: the fields that end in `File`, and all that is in those that end in `Files`. */
function filesIn(path: string, part: unknown): [field: string, file: string][] {
  if (typeof part === 'object' && part !== null) {
    return Object.entries(part).flatMap(([name, value]) => filesIn(`${path}.${name}`, value));
  }
  return /File$|Files\.[^.]+$/.test(path) ? [[path, String(part)]] : [];
}

function requireReadable(field: string, file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw refusal(field, file, 'a file that can be read', `mount the Secret that holds it (${(error as Error).message})`);
  }
}
