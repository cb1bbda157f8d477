import * as keda from '../../imports/keda.sh';

/**
 * The HPA behavior of a GPU worker, complete in both directions.
 *
 * Complete, because a missing direction is another algorithm: without `behavior` the HPA climbs on for five minutes to the highest
 * recommendation it remembers, so that a short burst or a re-activation ends in GPUs for jobs that are long done.
 *
 * Up: at once to what the queue asks for. Down: after five minutes below, at most half a minute or one pod, whichever is more.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior
 */
export function scalingBehavior(maxReplicas: number): keda.ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior {
  return {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: maxReplicas, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: 300,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 50, periodSeconds: 60 },
        { type: 'Pods', value: 1, periodSeconds: 60 },
      ],
    },
  };
}
