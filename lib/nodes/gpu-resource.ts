/** The extended resource that NVIDIA's device plugin offers. */
export const GPU_RESOURCE = 'nvidia.com/gpu';
