import { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { parse } from 'protobufjs';

/** A service out of the text of its .proto, for a server or a client of @grpc/grpc-js. An empty map arrives as an empty object, not as nothing. */
export function serviceOf(proto: string, name: string): ServiceDefinition {
  return fromJSON(parse(proto, { keepCase: true }).root.toJSON(), {
    keepCase: true, defaults: true, longs: Number, enums: String,
  })[name] as unknown as ServiceDefinition;
}
