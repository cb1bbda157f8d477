import { handleUnaryCall, sendUnaryData, ServerUnaryCall, ServerWritableStream, status, UntypedServiceImplementation } from '@grpc/grpc-js';
import { isActive, metricSpecs, metricValues } from './answers';
import { detailsOf } from './details';
import { GetMetricSpecResponse, GetMetricsRequest, GetMetricsResponse, IsActiveResponse, ScaledObjectRef } from './external-scaler-proto';
import { Log } from './log';
import { Metrics } from './metrics';
import { OpenStreams, refuseStream, streamActivation, streamMetricSpecs, StreamTimes } from './streams';
import { TargetOverrides } from './target-overrides';
import { Trigger, Triggers } from './triggers';
import { ContractError } from '../../lib/contract';

/** A call about a metric that the trigger does not have. */
class UnknownMetricError extends Error {}

/** A request without an object is refused for its metadata, as an empty one is. */
const NOTHING: ScaledObjectRef = { name: '', namespace: '', scalerMetadata: {} };

/** What the service needs. */
export interface ServiceParts {
  readonly triggers: Triggers;
  readonly overrides: TargetOverrides;
  readonly streams: OpenStreams;
  readonly times: StreamTimes;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** The five calls of KEDA's external scaler. */
export function externalScalerService({ triggers, overrides, streams, times, metrics, log }: ServiceParts): UntypedServiceImplementation {
  const getMetricSpec = async (ref: ScaledObjectRef): Promise<GetMetricSpecResponse> => {
    const trigger = triggers.find(ref);
    return metricSpecs(trigger, triggers.target(trigger)); // from the metadata alone: KEDA's fallback does not work when this call fails
  };
  const getMetrics = async ({ scaledObjectRef, metricName }: GetMetricsRequest): Promise<GetMetricsResponse> => {
    const trigger = triggers.find(scaledObjectRef ?? NOTHING);
    if (metricName !== trigger.metadata.metricName) {
      throw new UnknownMetricError(`metricName: got ${JSON.stringify(metricName)}; expected ${JSON.stringify(trigger.metadata.metricName)}, the metric of this trigger; `
        + 'let KEDA reconcile the ScaledObject');
    }
    return metricValues(trigger, await trigger.queue.read());
  };
  const getIsActive = async (ref: ScaledObjectRef): Promise<IsActiveResponse> => {
    const trigger = triggers.find(ref);
    return { result: isActive(trigger, await trigger.queue.read()) };
  };
  return {
    GetMetricSpec: unary('GetMetricSpec', getMetricSpec, metrics, log),
    GetMetrics: unary('GetMetrics', getMetrics, metrics, log),
    IsActive: unary('IsActive', getIsActive, metrics, log),
    StreamIsActive: (call: ServerWritableStream<ScaledObjectRef, IsActiveResponse>) =>
      stream(call, triggers, (trigger) => streams.open(call, times, () => streamActivation(call, trigger, times, log))),
    StreamMetricSpec: (call: ServerWritableStream<ScaledObjectRef, GetMetricSpecResponse>) =>
      stream(call, triggers, (trigger) => streams.open(call, times, () => streamMetricSpecs(call, trigger, triggers, overrides, times))),
  };
}

function unary<Request, Answer>(
  method: string, answer: (request: Request) => Promise<Answer>, metrics: Metrics, log: Log,
): handleUnaryCall<Request, Answer> {
  return (call: ServerUnaryCall<Request, Answer>, callback: sendUnaryData<Answer>) => {
    const began = performance.now();
    const called = (code: status) => metrics.called(method, code, (performance.now() - began) / 1000);
    answer(call.request).then(
      (response) => {
        called(status.OK);
        callback(null, response);
      },
      (error: Error) => {
        const code = codeOf(error);
        called(code);
        const details = detailsOf(error);
        log(code === status.UNAVAILABLE ? 'warn' : 'error', 'call refused', { call: call.getPath(), code: status[code], problem: details });
        callback({ code, details });
      },
    );
  };
}

function stream<Answer>(call: ServerWritableStream<ScaledObjectRef, Answer>, triggers: Triggers, begin: (trigger: Trigger) => void): void {
  let trigger: Trigger;
  try {
    trigger = triggers.find(call.request);
  } catch (error) {
    refuseStream(call, error as Error);
    return;
  }
  begin(trigger);
}

/** A source that cannot be read is UNAVAILABLE: KEDA then holds the replicas. */
function codeOf(error: Error): status {
  if (error instanceof ContractError) {
    return status.INVALID_ARGUMENT;
  }
  return error instanceof UnknownMetricError ? status.NOT_FOUND : status.UNAVAILABLE;
}
