import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goEnvironment, installedGo } from '../../src/control-plane/go';

const directory = mkdtempSync(join(tmpdir(), 'go-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A PATH on which `go` says that it is of this version. */
function goThatIs(version: string): NodeJS.ProcessEnv {
  writeFileSync(join(directory, 'go'), `#!/bin/sh\necho ${version}\n`);
  chmodSync(join(directory, 'go'), 0o755);
  return { PATH: directory };
}

test.each([['go1.21.0', '1.21.0'], ['go1.26.8', '1.26.8'], ['go2.0', '2.0']])('accepts %s', (output, version) => {
  expect(installedGo(goThatIs(output))).toBe(version);
});
test.each(['go1.20.14', 'devel'])('refuses %s, and says what to install', (output) => {
  expect(() => installedGo(goThatIs(output))).toThrow(/^go is (go1\.20\.14|devel), and 1\.21 is the oldest.*https:\/\/go\.dev\/dl/);
});
test('says what to install when there is no Go', () => {
  expect(() => installedGo({ PATH: join(directory, 'nothing') })).toThrow(/^go: not found on PATH\..*https:\/\/go\.dev\/dl/);
});

test('the environment keeps the proxy and caches of the user and drops what would change the build', () => {
  expect(goEnvironment({ GOPROXY: 'p', GOCACHE: 'c', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local', GOWORK: '/w', CGO_ENABLED: '1' }))
    .toEqual({ GOPROXY: 'p', GOCACHE: 'c', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'auto', GOWORK: 'off', CGO_ENABLED: '0' });
});
