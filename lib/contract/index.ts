export * from './connections';
export * from './contract-error';
export * from './scaler-config';
export * from './scaler-metrics';
export * from './scaler-runtime';
export * from './source-parts';
export * from './sources';
export * from './trigger-metadata';
