import { promises as dns } from 'node:dns';
import { NameServer } from '../../src/run/name-server';

describe('the name server of a rehearsal', () => {
  let server: NameServer;
  let resolver: dns.Resolver;

  beforeEach(async () => {
    server = await NameServer.start('scaler.rehearsal');
    resolver = new dns.Resolver();
    resolver.setServers([server.address]);
  });
  afterEach(() => server.close());

  test('gives all addresses of the name, and new ones at once', async () => {
    server.addresses = ['127.0.0.1', '127.0.0.2'];
    expect((await resolver.resolve4('scaler.rehearsal')).sort()).toEqual(['127.0.0.1', '127.0.0.2']);
    server.addresses = ['127.0.0.3'];
    expect(await resolver.resolve4('SCALER.rehearsal')).toEqual(['127.0.0.3']);
  });

  test('has the name without an address while nothing runs, and no IPv6', async () => {
    await expect(resolver.resolve4('scaler.rehearsal')).rejects.toMatchObject({ code: 'ENODATA' });
    server.addresses = ['127.0.0.1'];
    await expect(resolver.resolve6('scaler.rehearsal')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  test('knows no other name', async () => {
    server.addresses = ['127.0.0.1'];
    await expect(resolver.resolve4('other.rehearsal')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
