import { readFileSync } from 'fs';
import { join } from 'path';

const MODULES = join(__dirname, '../../control-plane/keda');
const CLIENT = join(__dirname, '../../keda-client');

/** What go.mod pins, without the name of the module and the programs that it builds. */
function pinned(directory: string): string[] {
  return readFileSync(join(directory, 'go.mod'), 'utf8').split('\n').filter((line) => line !== '' && !/^(module|tool) /.test(line));
}

// Otherwise a client of another KEDA would judge the scaler, and all of it would be compiled twice.
test("the KEDA client's modules are those of the KEDA that is rehearsed with", () => {
  expect(pinned(CLIENT)).toEqual(pinned(MODULES));
  expect(readFileSync(join(CLIENT, 'go.sum'), 'utf8')).toBe(readFileSync(join(MODULES, 'go.sum'), 'utf8'));
});
