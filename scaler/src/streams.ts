import { ServerWritableStream, status } from '@grpc/grpc-js';
import { isActive, metricSpecs } from './answers';
import { detailsOf } from './details';
import { GetMetricSpecResponse, IsActiveResponse, ScaledObjectRef } from './external-scaler-proto';
import { Log } from './log';
import { TargetOverrides } from './target-overrides';
import { TracedCall, TracedWork } from './tracing';
import { Trigger, Triggers } from './triggers';

/** How streams behave over time. */
export interface StreamTimes {
  /**
   * A stream is ended with OK after about this long, plus or minus a fifth. KEDA opens the next one 2 s later, on whatever pod there is
   * then, and forgets the delays that errors had added.
   */
  readonly recycleMs: number;
  /** How often a queue is looked at while nothing tells of a change. */
  readonly lookMs: number;
  /** How often specs are sent again: KEDA forgets them with every error. */
  readonly resendMs: number;
}

export const STREAM_TIMES: StreamTimes = { recycleMs: 240_000, lookMs: 1000, resendMs: 30_000 };

/** The open streams of the server, so that all can be ended. */
export class OpenStreams {
  private readonly ends = new Set<() => void>();

  public get count(): number {
    return this.ends.size;
  }

  /** Ends every stream with OK: an error would make KEDA wait up to a minute before it comes back. */
  public endAll(): void {
    [...this.ends].forEach((end) => end());
  }

  /** Lets a stream live: `begin` starts it and returns what cleans up after it. */
  public open<Answer>(call: ServerWritableStream<ScaledObjectRef, Answer>, times: StreamTimes, begin: () => () => void): void {
    const cleanUp = begin();
    const close = () => {
      clearTimeout(timer);
      this.ends.delete(end);
      cleanUp();
    };
    const end = () => {
      close();
      call.end();
    };
    const timer = setTimeout(end, times.recycleMs * (0.8 + 0.4 * Math.random()));
    this.ends.add(end);
    call.on('cancelled', close);
    call.on('error', close);
  }
}

/**
 * StreamIsActive: the state at the beginning, then every change from inactive to active.
 *
 * KEDA ignores `false`, and every repeated `true` costs it writes, so neither is sent again. While the queue cannot be read nothing is
 * sent: silence changes nothing.
 */
export function streamActivation(
  call: ServerWritableStream<ScaledObjectRef, IsActiveResponse>, trigger: Trigger, times: StreamTimes, log: Log, traced?: TracedCall,
): () => void {
  let last: boolean | undefined;
  let unwatch: (() => void) | undefined;
  let closed = false;
  let first = true;
  let looking = false;
  let again = false;
  let failing = false;

  const look = async () => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    do {
      again = false;
      const work = first ? traced : traced?.update(); // the first look is part of the call
      first = false;
      await lookOnce(work);
      work?.end();
    } while (again && !closed);
    looking = false;
  };
  const lookOnce = async (work: TracedWork | undefined) => {
    try {
      const active = isActive(trigger, await trigger.queue.read(work));
      if (closed) {
        return;
      }
      if (last === undefined || (active && !last)) {
        call.write({ result: active });
        work?.told({ active });
      }
      last = active;
      failing = false;
    } catch (error) {
      if (!failing) {
        log('warn', 'activation unknown', { object: trigger.object, problem: detailsOf(error as Error) }); // once, not each second
      }
      failing = true;
    }
    // Active is told once; only an inactive queue has a change to wait for.
    if (last === true) {
      unwatch?.();
      unwatch = undefined;
    } else if (!closed) {
      unwatch ??= trigger.queue.watch(() => void look());
    }
  };
  const timer = setInterval(() => void look(), times.lookMs);
  void look();
  return () => {
    closed = true;
    clearInterval(timer);
    unwatch?.();
  };
}

/** StreamMetricSpec: the spec at the beginning, at every change, and now and then again. */
export function streamMetricSpecs(
  call: ServerWritableStream<ScaledObjectRef, GetMetricSpecResponse>,
  trigger: Trigger, triggers: Triggers, overrides: TargetOverrides, times: StreamTimes, traced?: TracedCall,
): () => void {
  let sent: number;
  const send = () => call.write(metricSpecs(trigger, sent));
  const tell = (work: TracedWork | undefined) => {
    sent = triggers.target(trigger);
    send();
    work?.told({ target: sent });
    work?.end();
  };
  const unwatch = overrides.watch(() => {
    if (triggers.target(trigger) !== sent) {
      tell(traced?.update());
    }
  });
  const timer = setInterval(send, times.resendMs);
  tell(traced);
  return () => {
    clearInterval(timer);
    unwatch();
  };
}

/** Ends a stream whose metadata is wrong; no other error is ever sent on a stream. */
export function refuseStream<Answer>(call: ServerWritableStream<ScaledObjectRef, Answer>, error: Error): void {
  call.emit('error', { code: status.INVALID_ARGUMENT, details: detailsOf(error) });
}
