import { createHash } from 'crypto';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { describeWith } from './installed';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';

/** Where scripts/install-test-servers.sh puts the server that Go builds from the folder of this name. */
export function goServer(name: string): string {
  const folder = join(__dirname, name);
  const hash = createHash('sha256');
  readdirSync(folder).sort().forEach((file) => hash.update(readFileSync(join(folder, file))));
  return join(cacheRoot(), `${name}-${hash.digest('hex').slice(0, 12)}`, name);
}

/** `describe` for what needs it. */
export function describeWithGoServer(name: string): ReturnType<typeof describeWith> {
  return describeWith(name, existsSync(goServer(name)));
}
