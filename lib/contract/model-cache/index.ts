export * from './model-cache-config';
export * from './model-cache-layout';
export * from './model-cache-metrics';
export * from './model-cache-runtime';
export * from './model-source';
