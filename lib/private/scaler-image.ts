/** The image of everything that this library runs in a cluster. */
export const SCALER_IMAGE = 'ghcr.io/cdk8s-gpu-autoscaler/scaler:0.1.0';

/** How its command line is started: there is no shell in it. */
export const SCALER_COMMAND = ['/nodejs/bin/node', '/app/scaler.cjs'];
