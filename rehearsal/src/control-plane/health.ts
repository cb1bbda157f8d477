/** Asks components whether they are healthy. */
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import type { KeyPair } from './pki';

/** Where a component answers 200 when it is healthy. */
export interface Probe {
  readonly url: string;
  /** PEM of the authority of an https server. */
  readonly ca?: string;
  readonly client?: KeyPair;
}

/** Undefined when healthy, else in a few words why not. Answers within two seconds. */
export function unhealthy({ url, ca, client }: Probe): Promise<string | undefined> {
  return new Promise((done) => {
    const options = { ca, cert: client?.certificate, key: client?.key, timeout: 2000, agent: false as const };
    const request = (url.startsWith('https:') ? httpsGet : httpGet)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', (error) => done(error.message));
      response.on('end', () => done(response.statusCode === 200 ? undefined : `${url} answers ${response.statusCode}: ${text.trim().slice(0, 300)}`));
    });
    request.on('timeout', () => request.destroy(new Error(`${url} does not answer within 2 s`)));
    request.on('error', (error) => done(error.message));
  });
}
