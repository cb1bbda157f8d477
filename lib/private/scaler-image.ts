import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';

/** The repository that the image is published to. */
const REPOSITORY = 'ghcr.io/cdk8s-gpu-autoscaler/scaler';

/** The image of everything that this library runs in a cluster, of this version of the library. */
export const SCALER_IMAGE = `${REPOSITORY}:${packageVersion()}`;

/** How its command line is started: there is no shell in it. */
export const SCALER_COMMAND = ['/nodejs/bin/node', '/app/scaler.cjs'];

/** The sources and what is compiled from them lie at different depths below the package's root. */
function packageVersion(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    folder = dirname(folder);
  }
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
