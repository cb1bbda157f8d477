import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileHash, hashOf } from '../src/fetch/file-hash';
import { Checksum } from '../src/fetch/remote-file';

const MIB = 2 ** 20;

let directory: string;

beforeEach(() => directory = mkdtempSync(join(tmpdir(), 'gpu-model-cache-hash-')));
afterEach(() => rmSync(directory, { recursive: true }));

/** Of the digits `123456789`, by which such algorithms are compared, and of 17 MiB of zeros; not computed with what is tested. */
const VALUES: readonly (readonly [Checksum['algorithm'], string, string])[] = [
  ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225', '22427fd5e24f1989afefbda75c8daf74aa02a1d4b2ba47dae755b275d35da5cf'],
  ['git-sha1', 'e2e107ac61ac259b87c544f6e7a4eb03422c6c21', '37261a0b594bad8acb93e4831b12b48eae034e62'],
  ['md5', '25f9e794323b453885f5181f1b624d0b', 'e3d91b615096b8265b58c5d0efad4254'],
  ['crc64nvme', 'ae8b14860a799888', 'b41e703e52826d15'],
  ['crc32c', 'e3069283', 'c99e8216'],
  ['crc32', 'cbf43926', '8f77090b'],
];

describe.each(VALUES)('%s', (algorithm, ofDigits, ofZeros) => {
  test('of a file that is there', async () => {
    const file = join(directory, 'digits');
    writeFileSync(file, '123456789');
    expect(await hashOf(file, algorithm, 9)).toBe(ofDigits);
    expect(await new FileHash(file, algorithm, 9).digest()).toBe(ofDigits);
  });

  test('of a file while it comes', async () => {
    const file = join(directory, 'zeros');
    const hash = new FileHash(file, algorithm, 17 * MIB);
    writeFileSync(file, Buffer.alloc(9 * MIB));
    hash.advance(9 * MIB);
    writeFileSync(file, Buffer.alloc(8 * MIB), { flag: 'a' });
    expect(await hash.digest()).toBe(ofZeros);
    await hash.close();
  });
});
