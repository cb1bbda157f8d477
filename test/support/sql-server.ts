import { connect } from 'net';

/** The certificate that a server shows, and its key, in PEM. */
export interface SqlServerTls {
  readonly certificate: string;
  readonly key: string;
}

/** Resolves when a server of MySQL's protocol is ready: it greets who connects. */
export function greets(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
  });
}
