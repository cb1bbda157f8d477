import { sendUnaryData, ServerUnaryCall, ServerWritableStream, ServiceDefinition, status, UntypedServiceImplementation } from '@grpc/grpc-js';
import { serviceOf } from './proto';

/**
 * The standard health protocol. `grpc-health-check` serves the same, but reads its definition from a file beside itself, which a
 * scaler in one file does not have.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
const HEALTH_PROTO = `
syntax = "proto3";
package grpc.health.v1;

service Health {
  rpc Check(HealthCheckRequest) returns (HealthCheckResponse);
  rpc Watch(HealthCheckRequest) returns (stream HealthCheckResponse);
}

message HealthCheckRequest {
  string service = 1;
}

message HealthCheckResponse {
  enum ServingStatus {
    UNKNOWN = 0;
    SERVING = 1;
    NOT_SERVING = 2;
    SERVICE_UNKNOWN = 3;
  }
  ServingStatus status = 1;
}
`;

export interface HealthCheckRequest {
  /** Empty for the whole server. */
  readonly service: string;
}

export interface HealthCheckResponse {
  readonly status: 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
}

export const HEALTH_SERVICE: ServiceDefinition = serviceOf(HEALTH_PROTO, 'grpc.health.v1.Health');

/** The services that have a health: the server as a whole, and the one that KEDA calls. */
const SERVICES = ['', 'externalscaler.ExternalScaler'];

/** `grpc.health.v1` for probes that speak gRPC. */
export class GrpcHealth {
  private serving = false;
  private readonly watching = new Set<ServerWritableStream<HealthCheckRequest, HealthCheckResponse>>();

  public readonly service: UntypedServiceImplementation = {
    Check: ({ request }: ServerUnaryCall<HealthCheckRequest, HealthCheckResponse>, callback: sendUnaryData<HealthCheckResponse>) => {
      const answer = this.answer(request);
      if (answer.status === 'SERVICE_UNKNOWN') {
        callback({
          code: status.NOT_FOUND,
          details: `service: got ${JSON.stringify(request.service)}; expected ${SERVICES.map((name) => JSON.stringify(name)).join(' or ')}; correct the probe`,
        });
      } else {
        callback(null, answer);
      }
    },
    Watch: (call: ServerWritableStream<HealthCheckRequest, HealthCheckResponse>) => {
      this.watching.add(call);
      const forget = () => this.watching.delete(call);
      call.on('cancelled', forget);
      call.on('error', forget);
      call.write(this.answer(call.request));
    },
  };

  /** The server takes calls. */
  public begin(): void {
    this.serving = true;
    this.tell();
  }

  /** The server will take no more calls: those who watch are told, and their streams end with OK. */
  public end(): void {
    this.serving = false;
    this.tell();
    this.watching.forEach((call) => call.end());
    this.watching.clear();
  }

  private tell(): void {
    this.watching.forEach((call) => call.write(this.answer(call.request)));
  }

  private answer({ service }: HealthCheckRequest): HealthCheckResponse {
    if (!SERVICES.includes(service)) {
      return { status: 'SERVICE_UNKNOWN' };
    }
    return { status: this.serving ? 'SERVING' : 'NOT_SERVING' };
  }
}
