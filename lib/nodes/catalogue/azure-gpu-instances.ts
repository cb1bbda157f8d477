import { GpuInstance, GpuInstanceRow, instancesOf } from './gpu-instance';

/** Where the prices below are from. Estimates for comparing shapes, not a bill. */
export const AZURE_PRICES = 'Azure pay-as-you-go list prices of eastus, 2026-06-18';

const ROWS: readonly GpuInstanceRow[] = [
  ['Standard_NC4as_T4_v3', 't4', 1, 16384, 4, 28672, 0, 'amd64', 0.526],
  ['Standard_NC8as_T4_v3', 't4', 1, 16384, 8, 57344, 0, 'amd64', 0.752],
  ['Standard_NC16as_T4_v3', 't4', 1, 16384, 16, 112640, 0, 'amd64', 1.204],
  ['Standard_NC64as_T4_v3', 't4', 4, 16384, 64, 450560, 0, 'amd64', 4.352],
  ['Standard_NV36ads_A10_v5', 'a10', 1, 24576, 36, 450560, 0, 'amd64', 3.2],
  ['Standard_NV72ads_A10_v5', 'a10', 2, 24576, 72, 901120, 0, 'amd64', 6.52],
  ['Standard_NC24ads_A100_v4', 'a100', 1, 81920, 24, 225280, 960, 'amd64', 3.673],
  ['Standard_NC48ads_A100_v4', 'a100', 2, 81920, 48, 450560, 1920, 'amd64', 7.346],
  ['Standard_NC96ads_A100_v4', 'a100', 4, 81920, 96, 901120, 3840, 'amd64', 14.692],
  ['Standard_ND96asr_v4', 'a100', 8, 40960, 96, 921600, 0, 'amd64', 27.197],
  ['Standard_ND96amsr_A100_v4', 'a100', 8, 81920, 96, 1945600, 0, 'amd64', 32.77],
  ['Standard_NC40ads_H100_v5', 'h100', 1, 96256, 40, 327680, 3576, 'amd64', 6.98],
  ['Standard_NC80adis_H100_v5', 'h100', 2, 96256, 80, 655360, 7152, 'amd64', 13.96],
  ['Standard_ND96isr_H100_v5', 'h100', 8, 81920, 96, 1945600, 28000, 'amd64', 98.32],
  ['Standard_ND96isr_H200_v5', 'h200', 8, 144384, 96, 1894400, 28000, 'amd64'],
];

/**
 * Azure sizes with whole NVIDIA GPUs that the Karpenter Azure provider has drivers for. A temporary disk that is not NVMe counts as none.
 *
 * Facts of the provider 1.14.2 (prices of 2026-06-18) and of Azure's size documentation.
 */
export const AZURE_GPU_INSTANCES: readonly GpuInstance[] = instancesOf(ROWS);
