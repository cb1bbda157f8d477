import { activationStrandsWork } from './activation-strands-work';
import { addressWithoutNamespace } from './address-without-namespace';
import { amiNotPinned } from './ami-not-pinned';
import { averageUnderAverageValue } from './average-under-average-value';
import { bufferReservesNoGpu } from './buffer-reserves-no-gpu';
import { bufferSizeAmbiguous } from './buffer-size-ambiguous';
import { cachedMetricsUnsupported } from './cached-metrics-unsupported';
import { capacityTypeOmitted } from './capacity-type-omitted';
import { clusterIpBeforeScalers } from './cluster-ip-before-scalers';
import { consolidateAfterBelowGrace } from './consolidate-after-below-grace';
import { cooldownBelowColdStart } from './cooldown-below-cold-start';
import { cooldownBelowPollingInterval } from './cooldown-below-polling-interval';
import { cpuTriggerTypeRemoved } from './cpu-trigger-type-removed';
import { daemonSetAsksForGpu } from './daemon-set-asks-for-gpu';
import { defaultGracePeriod } from './default-grace-period';
import { disruptionBudgetBlocksDrain } from './disruption-budget-blocks-drain';
import { duplicateTriggerNames } from './duplicate-trigger-names';
import { emptyResultIsZero } from './empty-result-is-zero';
import { expiryWithoutNodeGrace } from './expiry-without-node-grace';
import { externalTlsFailsOpen } from './external-tls-fails-open';
import { fallbackRefused } from './fallback-refused';
import { fallbackToZero } from './fallback-to-zero';
import { fallbackWithoutEffect } from './fallback-without-effect';
import { fieldAtTheWrongLevel } from './field-at-the-wrong-level';
import { formulaOfUnusableTriggers } from './formula-of-unusable-triggers';
import { gpuPodDoesNotFitPool } from './gpu-pod-does-not-fit-pool';
import { gpuPodWithoutPool } from './gpu-pod-without-pool';
import { gpuPoolMovesWorkers } from './gpu-pool-moves-workers';
import { gpuPoolWithoutLimits } from './gpu-pool-without-limits';
import { gpuRequestDiffersFromLimit } from './gpu-request-differs-from-limit';
import { halfAClientCertificate } from './half-a-client-certificate';
import { hpaBehaviorIncomplete } from './hpa-behavior-incomplete';
import { hpaBesideScaledObject } from './hpa-beside-scaled-object';
import { hpaOnGpuResource } from './hpa-on-gpu-resource';
import { maxReplicasMissing } from './max-replicas-missing';
import { metricOfTheScaledPods } from './metric-of-the-scaled-pods';
import { metricTypeValue } from './metric-type-value';
import { misspeltVllmMetric } from './misspelt-vllm-metric';
import { nodeDiskTooSmall } from './node-disk-too-small';
import { nodeGraceBelowWorker } from './node-grace-below-worker';
import { nodePoolOfV1beta1 } from './node-pool-of-v1beta1';
import { placeholderEndsSlowly } from './placeholder-ends-slowly';
import { placeholderPreempts } from './placeholder-preempts';
import { placeholderPriority } from './placeholder-priority';
import { queryOfSeveralSeries } from './query-of-several-series';
import { raid0HidesSnapshot } from './raid0-hides-snapshot';
import { redisStreamsLagOnly } from './redis-streams-lag-only';
import { redisStreamsPendingOnly } from './redis-streams-pending-only';
import { replicasBesideScaledObject } from './replicas-beside-scaled-object';
import { resourceNameAsRequirement } from './resource-name-as-requirement';
import { resourceTriggersNeverWake } from './resource-triggers-never-wake';
import { Rule } from './rule';
import { scaledJobCountsRunningTwice } from './scaled-job-counts-running-twice';
import { scaledJobDisrupted } from './scaled-job-disrupted';
import { scaledJobEager } from './scaled-job-eager';
import { scaledJobMetricType } from './scaled-job-metric-type';
import { scaledJobRollout } from './scaled-job-rollout';
import { scaledJobStarves } from './scaled-job-starves';
import { scaledObjectBounds } from './scaled-object-bounds';
import { scaledObjectNameTooLong } from './scaled-object-name-too-long';
import { scalerOnGpuNodes } from './scaler-on-gpu-nodes';
import { secretSentToScaler } from './secret-sent-to-scaler';
import { severalGpuCounts } from './several-gpu-counts';
import { spotOnlyWorkers } from './spot-only-workers';
import { startupTaintStays } from './startup-taint-stays';
import { staticPoolWithoutSpare } from './static-pool-without-spare';
import { taintValueExists } from './taint-value-exists';
import { targetOfZero } from './target-of-zero';
import { twoScaledObjectsOnOneTarget } from './two-scaled-objects-on-one-target';
import { untaintedGpuPool } from './untainted-gpu-pool';
import { volumeOfOneNode } from './volume-of-one-node';
import { waitingOnlySignal } from './waiting-only-signal';
import { workerBelowPlaceholder } from './worker-below-placeholder';
import { workersExceedPool } from './workers-exceed-pool';
import { zeroBudgetWithoutReasons } from './zero-budget-without-reasons';

/** Every rule, by name. */
export const RULES: readonly Rule[] = [
  activationStrandsWork,
  addressWithoutNamespace,
  amiNotPinned,
  averageUnderAverageValue,
  bufferReservesNoGpu,
  bufferSizeAmbiguous,
  cachedMetricsUnsupported,
  capacityTypeOmitted,
  clusterIpBeforeScalers,
  consolidateAfterBelowGrace,
  cooldownBelowColdStart,
  cooldownBelowPollingInterval,
  cpuTriggerTypeRemoved,
  daemonSetAsksForGpu,
  defaultGracePeriod,
  disruptionBudgetBlocksDrain,
  duplicateTriggerNames,
  emptyResultIsZero,
  expiryWithoutNodeGrace,
  externalTlsFailsOpen,
  fallbackRefused,
  fallbackToZero,
  fallbackWithoutEffect,
  fieldAtTheWrongLevel,
  formulaOfUnusableTriggers,
  gpuPodDoesNotFitPool,
  gpuPodWithoutPool,
  gpuPoolMovesWorkers,
  gpuPoolWithoutLimits,
  gpuRequestDiffersFromLimit,
  halfAClientCertificate,
  hpaBehaviorIncomplete,
  hpaBesideScaledObject,
  hpaOnGpuResource,
  maxReplicasMissing,
  metricOfTheScaledPods,
  metricTypeValue,
  misspeltVllmMetric,
  nodeDiskTooSmall,
  nodeGraceBelowWorker,
  nodePoolOfV1beta1,
  placeholderEndsSlowly,
  placeholderPreempts,
  placeholderPriority,
  queryOfSeveralSeries,
  raid0HidesSnapshot,
  redisStreamsLagOnly,
  redisStreamsPendingOnly,
  replicasBesideScaledObject,
  resourceNameAsRequirement,
  resourceTriggersNeverWake,
  scaledJobCountsRunningTwice,
  scaledJobDisrupted,
  scaledJobEager,
  scaledJobMetricType,
  scaledJobRollout,
  scaledJobStarves,
  scaledObjectBounds,
  scaledObjectNameTooLong,
  scalerOnGpuNodes,
  secretSentToScaler,
  severalGpuCounts,
  spotOnlyWorkers,
  startupTaintStays,
  staticPoolWithoutSpare,
  taintValueExists,
  targetOfZero,
  twoScaledObjectsOnOneTarget,
  untaintedGpuPool,
  volumeOfOneNode,
  waitingOnlySignal,
  workerBelowPlaceholder,
  workersExceedPool,
  zeroBudgetWithoutReasons,
];
