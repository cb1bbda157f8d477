/** What the scaler tells Prometheus, by the names that its alerts and its dashboard ask for. */
export const SCALER_METRICS = {
  /** Gauge: jobs at the last successful reading; labels `source` and `state`: `waiting`, and `in_flight` where the source can tell. */
  jobs: 'gpu_scaler_jobs',
  /** Gauge: age of the last successful reading; label `source`. */
  readingAge: 'gpu_scaler_reading_age_seconds',
  /** Counter: readings; labels `source` and `result` (`success`, `error`). */
  reads: 'gpu_scaler_source_reads_total',
  /** Counter: time spent on readings; label `source`. */
  readSeconds: 'gpu_scaler_source_read_seconds_total',
  /** Histogram: KEDA's calls; labels `method` and `code`. */
  calls: 'gpu_scaler_call_duration_seconds',
  /** Gauge: streams that KEDA has open. */
  openStreams: 'gpu_scaler_open_streams',
} as const;
