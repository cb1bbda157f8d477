import { HttpJsonSource } from './http-json';
import { HttpJsonSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Documents of HTTP servers. */
export class HttpJsonSources implements SourceKind<HttpJsonSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source(metadata: HttpJsonSourceMetadata): HttpJsonSource {
    return new HttpJsonSource(this.connections.get('http', metadata.connection), metadata);
  }
}
