import { createPrivateKey } from 'crypto';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { credentials, status } from '@grpc/grpc-js';
import { Keda, memory, pause, ref, start, timed } from './support';
import { createAuthority, issue, KeyPair } from '../../rehearsal/src/control-plane/pki';
import { Scaler } from '../src/scaler';

describe('mutual TLS', () => {
  let authority: KeyPair;
  let foreign: KeyPair;
  let client: KeyPair;
  let scaler: Scaler;
  const logged: { readonly message: string; readonly [field: string]: unknown }[] = [];
  const tlsDirectory = mkdtempSync(join(tmpdir(), 'tls-'));

  beforeAll(async () => {
    authority = await createAuthority('scaler-ca');
    foreign = await createAuthority('another-ca');
    client = await issue(authority, { commonName: 'keda' });
    const server = await issue(authority, { commonName: 'scaler', addresses: ['127.0.0.1'] });
    mount({ 'tls.crt': server.certificate, 'tls.key': server.key, 'ca.crt': authority.certificate });
    scaler = await start({ connections: {} }, { tlsDirectory }, {}, (level, message, fields) => logged.push({ level, message, ...fields }));
  });
  afterAll(() => scaler?.stop());

  const mount = (secret: { readonly [key in 'tls.crt' | 'tls.key' | 'ca.crt']: string }) =>
    Object.entries(secret).forEach(([key, text]) => writeFileSync(join(tlsDirectory, key), text));

  const call = async (channel: Parameters<typeof credentials.createSsl> | 'plain text') => {
    const keda = new Keda(scaler.grpcPort, channel === 'plain text' ? credentials.createInsecure() : credentials.createSsl(...channel));
    try {
      return await timed(() => keda.poll(ref(memory())));
    } finally {
      keda.close();
    }
  };
  const pem = (text: string) => Buffer.from(text);
  const answered = async (channel: Parameters<typeof credentials.createSsl>) => {
    const began = performance.now();
    while ((await call(channel)).error !== undefined) {
      expect(performance.now() - began).toBeLessThan(15_000);
      await pause(200);
    }
  };

  test('answers KEDA when both know each other', async () => {
    const { result } = await call([pem(authority.certificate), pem(client.key), pem(client.certificate)]);
    expect(result).toEqual({ target: 5, value: 0, active: false });
  });

  test('refuses plain text', async () => {
    expect((await call('plain text')).error).toMatchObject({ code: status.UNAVAILABLE });
  });

  test('refuses a caller without a certificate', async () => {
    expect((await call([pem(authority.certificate)])).error).toMatchObject({ code: status.UNAVAILABLE });
  });

  test("refuses a caller with another authority's certificate", async () => {
    const stranger = await issue(foreign, { commonName: 'keda' });
    const channel = [pem(authority.certificate), pem(stranger.key), pem(stranger.certificate)] as const;
    expect((await call([...channel])).error).toMatchObject({ code: status.UNAVAILABLE });
  });

  test('is refused by a caller that expects another authority', async () => {
    expect((await call([pem(foreign.certificate), pem(client.key), pem(client.certificate)])).error).toMatchObject({ code: status.UNAVAILABLE });
  });

  test('takes up renewed certificates by itself', async () => {
    const before = new Keda(scaler.grpcPort, credentials.createSsl(pem(authority.certificate), pem(client.key), pem(client.certificate)));
    const open = before.streamIsActive(ref(memory()));
    await open.count(1);
    const renewed = await createAuthority('renewed-ca');
    const server = await issue(renewed, { commonName: 'scaler', addresses: ['127.0.0.1'] });
    mount({ 'tls.crt': server.certificate, 'tls.key': server.key, 'ca.crt': renewed.certificate });
    const keda = await issue(renewed, { commonName: 'keda' });
    await answered([pem(renewed.certificate), pem(keda.key), pem(keda.certificate)]);
    expect(open.ended).toBeUndefined();
    before.close();
    // Whoever the old authority signed is a stranger now.
    expect((await call([pem(renewed.certificate), pem(client.key), pem(client.certificate)])).error).toMatchObject({ code: status.UNAVAILABLE });
  });

  test.each([
    ['a broken certificate', 'tls.crt', 'garbage'],
    ['an authority that is none', 'ca.crt', 'garbage'],
    ['a key of another certificate', 'tls.key', undefined],
  ] as const)('%s leaves the last good ones, and the log says so once', async (_, file, text) => {
    const server = await issue(authority, { commonName: 'scaler', addresses: ['127.0.0.1'] });
    const good = { 'tls.crt': server.certificate, 'tls.key': server.key, 'ca.crt': authority.certificate };
    const channel = [pem(authority.certificate), pem(client.key), pem(client.certificate)] as const;
    mount(good);
    await answered([...channel]);
    logged.length = 0;
    mount({ ...good, [file]: text ?? (await issue(authority, { commonName: 'other' })).key });
    await pause(21_000); // two looks
    expect((await call([...channel])).error).toBeUndefined();
    expect(logged.filter(({ message }) => message === 'certificates not changed')).toEqual([
      { level: 'error', message: 'certificates not changed', directory: tlsDirectory, problem: expect.any(String) },
    ]);
    mount(good);
  }, 60_000);

  test('takes what cert-manager writes for an intermediate authority: its certificate after the own one, the root as ca.crt, the key in SEC 1', async () => {
    const root = await createAuthority('root-ca');
    const intermediate = await createAuthority('intermediate-ca', root);
    const secretOf = async (identity: Parameters<typeof issue>[1]) => {
      const { certificate, key } = await issue(intermediate, identity);
      return {
        'tls.crt': `${certificate.trimEnd()}\n${intermediate.certificate}`,
        'tls.key': createPrivateKey(key).export({ type: 'sec1', format: 'pem' }).toString(),
        'ca.crt': root.certificate,
      };
    };
    mount(await secretOf({ commonName: 'scaler', addresses: ['127.0.0.1'] }));
    const keda = await secretOf({ commonName: 'keda-operator' });
    await answered([pem(keda['ca.crt']), pem(keda['tls.key']), pem(keda['tls.crt'])]);
    const { certificate, key } = await issue(intermediate, { commonName: 'keda-operator' });
    // Without the intermediate certificate nobody can tell who signed: it was verified above, and not taken on trust.
    expect((await call([pem(root.certificate), pem(key), pem(certificate)])).error).toMatchObject({ code: status.UNAVAILABLE });
  });

  test('leaves the health server in plain HTTP, for the kubelet', async () => {
    expect((await fetch(`http://127.0.0.1:${scaler.healthPort}/readyz`)).status).toBe(200);
  });
});
