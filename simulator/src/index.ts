export * from './behavior';
export * from './horizontal-pod-autoscaler';
export * from './keda-scale-loop';
export * from './proposal';
