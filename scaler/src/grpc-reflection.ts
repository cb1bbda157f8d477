import { ServerDuplexStream, ServiceDefinition, status, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { serviceOf } from './proto';

/**
 * The standard reflection protocol, by which `grpcurl` learns what it can call. `@grpc/reflection` serves the same, but reads its definition
 * from a file beside itself, which a scaler in one file does not have. Extensions, which proto3 has none of, are left out.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/server-reflection.md
 */
const REFLECTION_PROTO = `
syntax = "proto3";
package grpc.reflection.v1;

service ServerReflection {
  rpc ServerReflectionInfo(stream ServerReflectionRequest) returns (stream ServerReflectionResponse);
}

message ServerReflectionRequest {
  string host = 1;
  oneof message_request {
    string file_by_filename = 3;
    string file_containing_symbol = 4;
    string list_services = 7;
  }
}

message ServerReflectionResponse {
  string valid_host = 1;
  ServerReflectionRequest original_request = 2;
  oneof message_response {
    FileDescriptorResponse file_descriptor_response = 4;
    ListServiceResponse list_services_response = 6;
    ErrorResponse error_response = 7;
  }
}

message FileDescriptorResponse {
  repeated bytes file_descriptor_proto = 1;
}

message ListServiceResponse {
  repeated ServiceResponse service = 1;
}

message ServiceResponse {
  string name = 1;
}

message ErrorResponse {
  int32 error_code = 1;
  string error_message = 2;
}
`;

export interface ReflectionRequest {
  readonly host?: string;
  readonly file_by_filename?: string;
  readonly file_containing_symbol?: string;
  readonly list_services?: string;
}

export interface ReflectionResponse {
  readonly original_request: ReflectionRequest;
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly Buffer[] };
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
  readonly error_response?: { readonly error_code: number; readonly error_message: string };
}

export const REFLECTION_SERVICE: ServiceDefinition = serviceOf(REFLECTION_PROTO, 'grpc.reflection.v1.ServerReflection');

/** Tells who asks what services there are, and of which messages. */
export function reflection(services: readonly ServiceDefinition[]): UntypedServiceImplementation {
  const known = services.map((definition) => ({ name: nameOf(definition), files: filesOf(definition) }));
  const answer = (request: ReflectionRequest): Omit<ReflectionResponse, 'original_request'> => {
    if (request.list_services !== undefined) {
      return { list_services_response: { service: known.map(({ name }) => ({ name })) } };
    }
    const symbol = request.file_containing_symbol ?? '';
    // All that a service is made of stands in the package that it belongs to.
    const found = known.find(({ name }) => symbol === name || symbol.startsWith(name.slice(0, name.lastIndexOf('.') + 1)));
    return found === undefined
      ? { error_response: { error_code: status.NOT_FOUND, error_message: `symbol: got ${JSON.stringify(symbol)}; expected one of ${known.map(({ name }) => name).join(', ')}` } }
      : { file_descriptor_response: { file_descriptor_proto: found.files } };
  };
  return {
    ServerReflectionInfo: (call: ServerDuplexStream<ReflectionRequest, ReflectionResponse>) => {
      call.on('data', (request: ReflectionRequest) => call.write({ original_request: request, ...answer(request) }));
      call.on('end', () => call.end());
      call.on('error', () => undefined); // it was cancelled
    },
  };
}

function nameOf(definition: ServiceDefinition): string {
  const [{ path }] = Object.values(definition);
  return path.split('/')[1];
}

function filesOf(definition: ServiceDefinition): readonly Buffer[] {
  const [{ requestType }] = Object.values(definition) as readonly { readonly requestType?: MessageTypeDefinition<object, object> }[];
  return requestType!.fileDescriptorProtos;
}
