import type { Metadata } from '@grpc/grpc-js';
import { ROOT_CONTEXT, Span, SpanKind, SpanStatusCode, TextMapGetter, trace, Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  ATTR_ERROR_TYPE, ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_RPC_SYSTEM_NAME, RPC_SYSTEM_NAME_VALUE_GRPC,
} from '@opentelemetry/semantic-conventions';
import type { Reading } from '../sources/source';
import type { ReadingSubject, Told, TracedCall, TracedReading, TracedWork } from '../tracing';

const SERVICE = 'externalscaler.ExternalScaler';

/** The attributes that are this scaler's own. */
const ATTR = {
  object: 'gpu_scaler.object',
  sourceType: 'gpu_scaler.source.type',
  connection: 'gpu_scaler.source.connection',
  waiting: 'gpu_scaler.jobs.waiting',
  inFlight: 'gpu_scaler.jobs.in_flight',
  active: 'gpu_scaler.active',
  target: 'gpu_scaler.target',
};

/** The server's fault, by the conventions; all others are the caller's. */
const FAULTS = ['UNKNOWN', 'DEADLINE_EXCEEDED', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS'];

const propagator = new W3CTraceContextPropagator();

const ofMetadata: TextMapGetter<Metadata> = {
  get: (metadata, key) => metadata.get(key).map(String),
  keys: (metadata) => Object.keys(metadata.getMap()),
};

/**
 * The spans of KEDA's calls.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/rpc/grpc/
 */
export class CallSpans {
  public constructor(private readonly tracer: Tracer) {}

  /** Of a call that began. A `traceparent` in its metadata names its parent. */
  public call(method: string, metadata: Metadata): TracedCall {
    return new CallSpan(this.tracer, `${SERVICE}/${method}`, metadata);
  }
}

/** Work with a span, and readings below it. */
abstract class WorkSpan implements TracedWork {
  /** Whether it did more than to look at what is known. */
  protected didSomething = false;

  protected constructor(protected readonly tracer: Tracer, protected readonly span: Span) {}

  public reading(subject: ReadingSubject): TracedReading {
    this.didSomething = true;
    return new ReadingSpan(this.tracer, this.span, subject);
  }

  public waitsFor(reading: TracedReading): void {
    this.span.addLink({ context: (reading as ReadingSpan).context });
  }

  public told(message: Told): void {
    this.didSomething = true;
    this.span.addEvent('told', 'active' in message ? { [ATTR.active]: message.active } : { [ATTR.target]: message.target });
  }

  public end(): void {
    this.span.end();
  }
}

/** A call; of a stream its beginning. */
class CallSpan extends WorkSpan implements TracedCall {
  public constructor(tracer: Tracer, private readonly method: string, metadata: Metadata) {
    super(tracer, tracer.startSpan(method, {
      kind: SpanKind.SERVER,
      attributes: { [ATTR_RPC_SYSTEM_NAME]: RPC_SYSTEM_NAME_VALUE_GRPC, [ATTR_RPC_METHOD]: method },
    }, propagator.extract(ROOT_CONTEXT, metadata, ofMetadata)));
  }

  public about(object: string): void {
    this.span.setAttribute(ATTR.object, object);
  }

  public answered(code: string): void {
    this.span.setAttribute(ATTR_RPC_STATUS_CODE, code);
    if (FAULTS.includes(code)) {
      this.span.setAttribute(ATTR_ERROR_TYPE, code).setStatus({ code: SpanStatusCode.ERROR });
    }
    this.end();
  }

  public update(): TracedWork {
    return new UpdateSpan(this.tracer, this.method, this.span);
  }
}

/** Later work of a stream, in a trace of its own: a stream is open for minutes, and a trace is shown when it is over. */
class UpdateSpan extends WorkSpan {
  public constructor(tracer: Tracer, method: string, opening: Span) {
    super(tracer, tracer.startSpan(`${method} update`, { links: [{ context: opening.spanContext() }] }, ROOT_CONTEXT));
  }

  /** A span that does not end is never sent: each stream looks each second, mostly at what another one has read. */
  public override end(): void {
    if (this.didSomething) {
      super.end();
    }
  }
}

/** A reading of a source. Errors are named and not quoted, because their words have addresses in them. */
class ReadingSpan implements TracedReading {
  private readonly span: Span;

  public constructor(tracer: Tracer, below: Span, { type, connection }: ReadingSubject) {
    this.span = tracer.startSpan(`read ${type}`, {
      kind: SpanKind.CLIENT, attributes: { [ATTR.sourceType]: type, [ATTR.connection]: connection },
    }, trace.setSpan(ROOT_CONTEXT, below));
  }

  public get context() {
    return this.span.spanContext();
  }

  public succeeded({ waiting, inFlight }: Reading): void {
    this.span.setAttributes({ [ATTR.waiting]: waiting, [ATTR.inFlight]: inFlight }).end();
  }

  public failed({ name }: Error): void {
    this.span.setAttribute(ATTR_ERROR_TYPE, name).setStatus({ code: SpanStatusCode.ERROR }).end();
  }
}
