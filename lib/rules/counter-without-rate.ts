import { Rule } from './rule';

/** Metrics that only grow while the process lives. */
const COUNTER = /\b(nv_inference_(?:request_success|request_failure|count|exec_count|\w+_duration_us)|vllm[:_]\w+_(?:total|sum|count)|\w*requests?_total)\b/;

/** What makes a speed or a difference of them. */
const RATE = /\b(rate|irate|increase|delta|idelta|deriv|resets|changes)\s*\(/;

export const counterWithoutRate: Rule = {
  name: 'counter-without-rate',
  severity: 'error',
  summary: 'a query of GPU workers for a counter without rate or increase',
  why: 'A counter never falls. The workers go to the maximum after some work, and stay there however idle they are.',
  incident: 'https://github.com/awslabs/data-on-eks/issues/788',
  check: ({ scalers }) => scalers.filter(({ isGpu }) => isGpu).flatMap((scaler) => scaler.triggers
    .flatMap((trigger) => trigger.queries.filter(({ text }) => !RATE.test(text)).flatMap(({ key, text }) => {
      const counter = COUNTER.exec(text)?.[1];
      return counter === undefined ? []
        : [scaler.violation(trigger.at(key), 'how fast it grows', `write sum(rate(${counter}[1m])), or better ask for what waits and runs now`)];
    }))),
};
