export * from './contract-error';
export * from './scaler-config';
export * from './trigger-metadata';
