import { ServiceDefinition } from '@grpc/grpc-js';
import { serviceOf } from './proto';

/**
 * The contract of KEDA 2.21's external scalers. Kept as text in the program, so that the bundled scaler is one file.
 *
 * @see https://keda.sh/docs/latest/concepts/external-scalers/
 */
export const EXTERNAL_SCALER_PROTO = `
syntax = "proto3";
package externalscaler;

service ExternalScaler {
  rpc IsActive(ScaledObjectRef) returns (IsActiveResponse);
  rpc StreamIsActive(ScaledObjectRef) returns (stream IsActiveResponse);
  rpc GetMetricSpec(ScaledObjectRef) returns (GetMetricSpecResponse);
  rpc GetMetrics(GetMetricsRequest) returns (GetMetricsResponse);
  rpc StreamMetricSpec(ScaledObjectRef) returns (stream GetMetricSpecResponse);
}

message ScaledObjectRef {
  string name = 1;
  string namespace = 2;
  map<string, string> scalerMetadata = 3;
}

message IsActiveResponse {
  bool result = 1;
}

message GetMetricSpecResponse {
  repeated MetricSpec metricSpecs = 1;
}

message MetricSpec {
  string metricName = 1;
  int64 targetSize = 2;
  double targetSizeFloat = 3;
}

message GetMetricsRequest {
  ScaledObjectRef scaledObjectRef = 1;
  string metricName = 2;
}

message GetMetricsResponse {
  repeated MetricValue metricValues = 1;
}

message MetricValue {
  string metricName = 1;
  int64 metricValue = 2;
  double metricValueFloat = 3;
}
`;

export interface ScaledObjectRef {
  readonly name: string;
  readonly namespace: string;
  readonly scalerMetadata: { readonly [key: string]: string };
}

export interface IsActiveResponse {
  readonly result: boolean;
}

/** A target; KEDA takes the float if it is more than 0, else the integer. */
export interface MetricSpec {
  readonly metricName: string;
  /** Deprecated, so this scaler leaves it out; whoever receives it reads 0 then. */
  readonly targetSize?: number;
  readonly targetSizeFloat: number;
}

export interface GetMetricSpecResponse {
  readonly metricSpecs: readonly MetricSpec[];
}

export interface GetMetricsRequest {
  /** Null if the caller left it out. */
  readonly scaledObjectRef: ScaledObjectRef | null;
  readonly metricName: string;
}

/** A value; KEDA takes the float if it is more than 0, else the integer. */
export interface MetricValue {
  readonly metricName: string;
  /** Deprecated, so this scaler leaves it out; whoever receives it reads 0 then. */
  readonly metricValue?: number;
  readonly metricValueFloat: number;
}

export interface GetMetricsResponse {
  readonly metricValues: readonly MetricValue[];
}

/** The service, for a server or a client of @grpc/grpc-js. */
export const EXTERNAL_SCALER_SERVICE: ServiceDefinition = serviceOf(EXTERNAL_SCALER_PROTO, 'externalscaler.ExternalScaler');
