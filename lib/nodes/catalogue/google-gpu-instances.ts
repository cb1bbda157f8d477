import { GpuInstance, GpuInstanceRow, instancesOf } from './gpu-instance';

/** Where the prices below are from. Estimates for comparing shapes, not a bill. */
export const GOOGLE_PRICES = 'Google Cloud on-demand list prices of us-central1, 2026-08-03';

const ROWS: readonly GpuInstanceRow[] = [
  ['g2-standard-4', 'l4', 1, 24576, 4, 16384, 0, 'amd64', 0.706832],
  ['g2-standard-8', 'l4', 1, 24576, 8, 32768, 0, 'amd64', 0.853624],
  ['g2-standard-12', 'l4', 1, 24576, 12, 49152, 0, 'amd64', 1.000416],
  ['g2-standard-16', 'l4', 1, 24576, 16, 65536, 0, 'amd64', 1.147208],
  ['g2-standard-24', 'l4', 2, 24576, 24, 98304, 0, 'amd64', 2.000833],
  ['g2-standard-32', 'l4', 1, 24576, 32, 131072, 0, 'amd64', 1.734376],
  ['g2-standard-48', 'l4', 4, 24576, 48, 196608, 0, 'amd64', 4.001665],
  ['g2-standard-96', 'l4', 8, 24576, 96, 393216, 0, 'amd64', 8.00333],
  ['a2-highgpu-1g', 'a100', 1, 40960, 12, 87040, 0, 'amd64', 3.673385],
  ['a2-highgpu-2g', 'a100', 2, 40960, 24, 174080, 0, 'amd64', 7.34677],
  ['a2-highgpu-4g', 'a100', 4, 40960, 48, 348160, 0, 'amd64', 14.69354],
  ['a2-highgpu-8g', 'a100', 8, 40960, 96, 696320, 0, 'amd64', 29.38708],
  ['a2-megagpu-16g', 'a100', 16, 40960, 96, 1392640, 0, 'amd64', 55.739504],
  ['a2-ultragpu-1g', 'a100', 1, 81920, 12, 174080, 375, 'amd64', 5.068798],
  ['a2-ultragpu-2g', 'a100', 2, 81920, 24, 348160, 750, 'amd64', 10.137596],
  ['a2-ultragpu-4g', 'a100', 4, 81920, 48, 696320, 1500, 'amd64', 20.275192],
  ['a2-ultragpu-8g', 'a100', 8, 81920, 96, 1392640, 3000, 'amd64', 40.550383],
  ['a3-highgpu-1g', 'h100', 1, 81920, 26, 239616, 750, 'amd64', 11.06125],
  ['a3-highgpu-2g', 'h100', 2, 81920, 52, 479232, 1500, 'amd64', 22.1225],
  ['a3-highgpu-4g', 'h100', 4, 81920, 104, 958464, 3000, 'amd64', 44.245],
  ['a3-highgpu-8g', 'h100', 8, 81920, 208, 1916928, 6000, 'amd64', 88.49],
  ['a3-ultragpu-8g', 'h200', 8, 144384, 224, 3022848, 12000, 'amd64'],
  ['a4-highgpu-8g', 'b200', 8, 184320, 224, 4063232, 12000, 'amd64'],
];

/**
 * Google Cloud machine types with GPUs built in: the Karpenter GCP provider knows no attached ones.
 *
 * Facts of the provider 0.5.0 (prices of 2026-08-03) and of Google's machine type documentation.
 */
export const GOOGLE_GPU_INSTANCES: readonly GpuInstance[] = instancesOf(ROWS);
