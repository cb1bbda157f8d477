/** Where the model cache agent finds things in its pod, and what it serves. */
export const MODEL_CACHE_RUNTIME = {
  /** `/livez`, `/readyz` (all models are ready) and `/metrics` over HTTP. */
  healthPort: 8080,
  /** The rendered `ModelCacheConfig`. */
  configFile: '/etc/gpu-autoscaler/model-cache/model-cache.json',
  /** The share of the filesystem that models may take without a `diskBudget`: what is left is the node's own, for images and logs. */
  diskShare: 0.8,
  env: {
    /** `host:port` of the above. */
    healthAddress: 'HEALTH_ADDRESS',
    /** The agent's node, from the downward API. */
    nodeName: 'NODE_NAME',
    /** The agent's pod, from the downward API, whose events say what happens. */
    podName: 'POD_NAME',
    podNamespace: 'POD_NAMESPACE',
    /** The agent's pod, or the waiting one: whose use of a model it is. */
    podUid: 'POD_UID',
  },
} as const;

/** The stages that a model goes through, in their order; it may go back to an earlier one. */
export const MODEL_STAGES = ['waiting', 'listing', 'fetching', 'verifying', 'ready', 'failed'] as const;

/** One of them. `waiting` is for models of higher priority, or for space; `failed` is tried again by itself. */
export type ModelStage = typeof MODEL_STAGES[number];
