import { valueAt } from './json-pointer';
import { HttpJsonSourceMetadata } from '../../../../lib/contract';
import { HttpConnection } from '../../connections/http-connection';
import { Reading, Source } from '../source';

/** Numbers in a JSON document that a server answers over HTTP. */
export class HttpJsonSource implements Source {
  public readonly description: string;
  private readonly what: string;

  public constructor(
    private readonly connection: HttpConnection, private readonly metadata: Pick<HttpJsonSourceMetadata, 'path' | 'waiting' | 'inFlight'>,
  ) {
    const { path, waiting, inFlight } = metadata;
    const pointers = inFlight === undefined ? [waiting] : [waiting, inFlight];
    this.what = `GET ${path}`;
    this.description = `${connection.description}: ${this.what} at ${pointers.map((pointer) => JSON.stringify(pointer)).join(' and ')}`;
  }

  public async read(signal: AbortSignal): Promise<Reading> {
    const { path, waiting, inFlight } = this.metadata;
    const document = await this.connection.get({ path, what: this.what, signal });
    const jobs = { waiting: this.numberAt(waiting, document) };
    return inFlight === undefined ? jobs : { ...jobs, inFlight: this.numberAt(inFlight, document) };
  }

  private numberAt(pointer: string, document: unknown): number {
    const value = valueAt(pointer, document);
    if (typeof value !== 'number') {
      const found = value === undefined ? 'there is nothing' : `there is ${JSON.stringify(value).slice(0, 80)}`;
      throw new Error(`${this.connection.description}: ${this.what}: ${found} at ${JSON.stringify(pointer)}; expected a number; `
        + 'correct the JSON Pointer of the metric source, or what the server answers');
    }
    return value;
  }
}
