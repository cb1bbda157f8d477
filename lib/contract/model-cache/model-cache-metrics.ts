/** What the model cache agent tells Prometheus. */
export const MODEL_CACHE_METRICS = {
  /** Gauge: 1 while the model is ready, else 0; label `model`. */
  ready: 'gpu_model_cache_model_ready',
  /** Gauge: 1 for the stage that a model is in, 0 for the others; labels `model` and `stage`. */
  stage: 'gpu_model_cache_model_stage',
  /** Gauge: size of the model, once it is known; label `model`. */
  size: 'gpu_model_cache_model_bytes',
  /** Counter: bytes that came over the network, those of repeated attempts too; label `model`. */
  fetched: 'gpu_model_cache_fetched_bytes_total',
  /** Counter: time that a model spent in a stage; labels `model` and `stage`. */
  stageSeconds: 'gpu_model_cache_stage_seconds_total',
  /** Counter: problems, by the stage they stopped; labels `model` and `stage`. */
  failures: 'gpu_model_cache_failures_total',
  /** Counter: versions that were removed for lack of space. */
  evictions: 'gpu_model_cache_evictions_total',
  /** Gauge: bytes that the models may take. */
  budget: 'gpu_model_cache_budget_bytes',
  /** Gauge: bytes that they take. */
  used: 'gpu_model_cache_used_bytes',
} as const;
