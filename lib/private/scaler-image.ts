import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';

/** The repository that the image is published to. */
const REPOSITORY = 'ghcr.io/cdk8s-gpu-autoscaler/scaler';

/** The scaler's image that belongs to this version of the library. */
export const SCALER_IMAGE = `${REPOSITORY}:${packageVersion()}`;

/** The sources and what is compiled from them lie at different depths below the package's root. */
function packageVersion(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    folder = dirname(folder);
  }
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
