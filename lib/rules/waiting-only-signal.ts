import { Rule } from './rule';

const WAITING = /\b(vllm[:_]num_requests_waiting|sglang[:_]num_queue_reqs|tgi_queue_size|nv_inference_pending_request_count)\b/;

/** Words by which queries name what is worked on. */
const IN_FLIGHT = /running|in_?flight|active|ongoing|processing|batch_current_size/i;

export const waitingOnlySignal: Rule = {
  name: 'waiting-only-signal',
  severity: 'error',
  summary: 'GPU workers scaled on waiting requests alone, with a minimum of 0',
  why: 'A request that is worked on no longer waits. When the last one is taken the trigger is inactive, and after the cooldown the worker is killed in the middle of it.',
  incident: 'https://github.com/kedacore/keda/issues/7368',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ isGpu, reachesZero, triggers }) => isGpu && reachesZero && !triggers.some(({ metadata }) => IN_FLIGHT.test(metadata.query ?? '')))
    .flatMap((scaled) => scaled.triggers.every(({ metadata, isResource }) => isResource || WAITING.test(metadata.query ?? ''))
      ? scaled.triggers.filter(({ isResource }) => !isResource)
        .map((trigger) => scaled.violation(trigger.at('query'), 'what waits and what runs, such as sum(vllm:num_requests_waiting) + sum(vllm:num_requests_running)', 'add the requests that run')) : []),
};
