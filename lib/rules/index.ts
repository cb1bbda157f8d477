import { activationStrandsWork } from './activation-strands-work';
import { addressWithoutNamespace } from './address-without-namespace';
import { amiNotPinned } from './ami-not-pinned';
import { authenticationIgnored } from './authentication-ignored';
import { authenticationOutOfReach } from './authentication-out-of-reach';
import { averageUnderAverageValue } from './average-under-average-value';
import { budgetByTheClockOnly } from './budget-by-the-clock-only';
import { budgetScheduleRefused } from './budget-schedule-refused';
import { bufferOfV1alpha1 } from './buffer-of-v1alpha1';
import { bufferRefused } from './buffer-refused';
import { bufferReservesNoGpu } from './buffer-reserves-no-gpu';
import { bufferSizeAmbiguous } from './buffer-size-ambiguous';
import { cachedMetricsUnsupported } from './cached-metrics-unsupported';
import { capacityTypeOmitted } from './capacity-type-omitted';
import { capacityTypeUnknown } from './capacity-type-unknown';
import { clusterAuthenticationSecret } from './cluster-authentication-secret';
import { clusterIpBeforeScalers } from './cluster-ip-before-scalers';
import { consolidateAfterBelowGrace } from './consolidate-after-below-grace';
import { consolidateAfterMissing } from './consolidate-after-missing';
import { cooldownBelowColdStart } from './cooldown-below-cold-start';
import { cooldownBelowPollingInterval } from './cooldown-below-polling-interval';
import { cooldownWithoutEffect } from './cooldown-without-effect';
import { counterWithoutRate } from './counter-without-rate';
import { cpuTriggerTypeRemoved } from './cpu-trigger-type-removed';
import { cronWindowRefused } from './cron-window-refused';
import { daemonSetAsksForGpu } from './daemon-set-asks-for-gpu';
import { defaultDisruptionBudget } from './default-disruption-budget';
import { defaultGracePeriod } from './default-grace-period';
import { devicePluginKeptOut } from './device-plugin-kept-out';
import { disruptionBudgetBlocksDrain } from './disruption-budget-blocks-drain';
import { disruptionBudgetOverJobs } from './disruption-budget-over-jobs';
import { doNotDisruptMisspelt } from './do-not-disrupt-misspelt';
import { doNotDisruptOutOfReach } from './do-not-disrupt-out-of-reach';
import { duplicateTaints } from './duplicate-taints';
import { duplicateTriggerNames } from './duplicate-trigger-names';
import { emptyResultIsZero } from './empty-result-is-zero';
import { environmentNotFound } from './environment-not-found';
import { expiryWithoutNodeGrace } from './expiry-without-node-grace';
import { externalIdWithoutRole } from './external-id-without-role';
import { externalTlsFailsOpen } from './external-tls-fails-open';
import { externalTlsInMetadata } from './external-tls-in-metadata';
import { fallbackRefused } from './fallback-refused';
import { fallbackStopsWorkers } from './fallback-stops-workers';
import { fallbackToZero } from './fallback-to-zero';
import { fallbackWithoutEffect } from './fallback-without-effect';
import { fieldAtTheWrongLevel } from './field-at-the-wrong-level';
import { formulaOfUnusableTriggers } from './formula-of-unusable-triggers';
import { formulaWithoutTarget } from './formula-without-target';
import { gpuMemoryJustMissed } from './gpu-memory-just-missed';
import { gpuPodDoesNotFitPool } from './gpu-pod-does-not-fit-pool';
import { gpuPodWithoutPool } from './gpu-pod-without-pool';
import { gpuPoolMovesWorkers } from './gpu-pool-moves-workers';
import { gpuPoolWithoutLimits } from './gpu-pool-without-limits';
import { gpuRequestDiffersFromLimit } from './gpu-request-differs-from-limit';
import { halfAClientCertificate } from './half-a-client-certificate';
import { hpaBehaviorIncomplete } from './hpa-behavior-incomplete';
import { hpaBehaviorRefused } from './hpa-behavior-refused';
import { hpaBesideScaledObject } from './hpa-beside-scaled-object';
import { hpaNameTakenTwice } from './hpa-name-taken-twice';
import { hpaOnGpuResource } from './hpa-on-gpu-resource';
import { inferenceServiceScalesToo } from './inference-service-scales-too';
import { livenessBeforeModel } from './liveness-before-model';
import { maxReplicasMissing } from './max-replicas-missing';
import { metricOfTheScaledPods } from './metric-of-the-scaled-pods';
import { metricTypeUnknown } from './metric-type-unknown';
import { metricTypeUtilization } from './metric-type-utilization';
import { metricTypeValue } from './metric-type-value';
import { misspeltVllmMetric } from './misspelt-vllm-metric';
import { nodeClassRefused } from './node-class-refused';
import { nodeDiskTooSmall } from './node-disk-too-small';
import { nodeGraceBelowJob } from './node-grace-below-job';
import { nodeGraceBelowWorker } from './node-grace-below-worker';
import { nodePoolOfV1beta1 } from './node-pool-of-v1beta1';
import { passwordInMetadata } from './password-in-metadata';
import { pauseAnnotationMisread } from './pause-annotation-misread';
import { placeholderDiffersFromWorker } from './placeholder-differs-from-worker';
import { placeholderEndsSlowly } from './placeholder-ends-slowly';
import { placeholderIsGlobalDefault } from './placeholder-is-global-default';
import { placeholderPreempts } from './placeholder-preempts';
import { placeholderPriority } from './placeholder-priority';
import { queryOfSeveralSeries } from './query-of-several-series';
import { raid0HidesSnapshot } from './raid0-hides-snapshot';
import { redisStreamsPendingOnly } from './redis-streams-pending-only';
import { replicasBesideScaledObject } from './replicas-beside-scaled-object';
import { requirementRefused } from './requirement-refused';
import { reservationNotUsed } from './reservation-not-used';
import { resourceClaimsGetNoNode } from './resource-claims-get-no-node';
import { resourceNameAsRequirement } from './resource-name-as-requirement';
import { resourceTriggerWithoutRequest } from './resource-trigger-without-request';
import { resourceTriggersNeverWake } from './resource-triggers-never-wake';
import { rolloutWithoutSpareGpu } from './rollout-without-spare-gpu';
import { Rule } from './rule';
import { scaledJobCountsRunningTwice } from './scaled-job-counts-running-twice';
import { scaledJobDisrupted } from './scaled-job-disrupted';
import { scaledJobEager } from './scaled-job-eager';
import { scaledJobMetricType } from './scaled-job-metric-type';
import { scaledJobPush } from './scaled-job-push';
import { scaledJobRollout } from './scaled-job-rollout';
import { scaledJobStartsSlowly } from './scaled-job-starts-slowly';
import { scaledJobStarves } from './scaled-job-starves';
import { scaledJobTargetOmitted } from './scaled-job-target-omitted';
import { scaledObjectBounds } from './scaled-object-bounds';
import { scaledObjectNameTooLong } from './scaled-object-name-too-long';
import { scalerOnGpuNodes } from './scaler-on-gpu-nodes';
import { scalerPortNotServed } from './scaler-port-not-served';
import { secretSentToScaler } from './secret-sent-to-scaler';
import { severalArchitectures } from './several-architectures';
import { severalGpuCounts } from './several-gpu-counts';
import { severalGpuMemories } from './several-gpu-memories';
import { sharedMemoryMissing } from './shared-memory-missing';
import { sliceWithoutOverlay } from './slice-without-overlay';
import { spotOnlyWorkers } from './spot-only-workers';
import { startupTaintStays } from './startup-taint-stays';
import { staticPoolRefused } from './static-pool-refused';
import { staticPoolWithoutSpare } from './static-pool-without-spare';
import { taintValueExists } from './taint-value-exists';
import { targetMisspelt } from './target-misspelt';
import { targetOfZero } from './target-of-zero';
import { targetWithoutScale } from './target-without-scale';
import { triggerParameterMissing } from './trigger-parameter-missing';
import { twoDisruptionBudgets } from './two-disruption-budgets';
import { twoScaledObjectsOnOneTarget } from './two-scaled-objects-on-one-target';
import { unknownGpuMachines } from './unknown-gpu-machines';
import { unknownRequirement } from './unknown-requirement';
import { unknownTriggerParameter } from './unknown-trigger-parameter';
import { unquotedMetadata } from './unquoted-metadata';
import { untaintedGpuPool } from './untainted-gpu-pool';
import { volumeOfOneNode } from './volume-of-one-node';
import { waitingOnlySignal } from './waiting-only-signal';
import { workerBelowPlaceholder } from './worker-below-placeholder';
import { workerMayNotPreempt } from './worker-may-not-preempt';
import { workerNotDrained } from './worker-not-drained';
import { workersExceedPool } from './workers-exceed-pool';
import { zeroBudgetWithoutReasons } from './zero-budget-without-reasons';

/** Every rule, by name. */
export const RULES: readonly Rule[] = [
  activationStrandsWork,
  addressWithoutNamespace,
  amiNotPinned,
  authenticationIgnored,
  authenticationOutOfReach,
  averageUnderAverageValue,
  budgetByTheClockOnly,
  budgetScheduleRefused,
  bufferOfV1alpha1,
  bufferRefused,
  bufferReservesNoGpu,
  bufferSizeAmbiguous,
  cachedMetricsUnsupported,
  capacityTypeOmitted,
  capacityTypeUnknown,
  clusterAuthenticationSecret,
  clusterIpBeforeScalers,
  consolidateAfterBelowGrace,
  consolidateAfterMissing,
  cooldownBelowColdStart,
  cooldownBelowPollingInterval,
  cooldownWithoutEffect,
  counterWithoutRate,
  cpuTriggerTypeRemoved,
  cronWindowRefused,
  daemonSetAsksForGpu,
  defaultDisruptionBudget,
  defaultGracePeriod,
  devicePluginKeptOut,
  disruptionBudgetBlocksDrain,
  disruptionBudgetOverJobs,
  doNotDisruptMisspelt,
  doNotDisruptOutOfReach,
  duplicateTaints,
  duplicateTriggerNames,
  emptyResultIsZero,
  environmentNotFound,
  expiryWithoutNodeGrace,
  externalIdWithoutRole,
  externalTlsFailsOpen,
  externalTlsInMetadata,
  fallbackRefused,
  fallbackStopsWorkers,
  fallbackToZero,
  fallbackWithoutEffect,
  fieldAtTheWrongLevel,
  formulaOfUnusableTriggers,
  formulaWithoutTarget,
  gpuMemoryJustMissed,
  gpuPodDoesNotFitPool,
  gpuPodWithoutPool,
  gpuPoolMovesWorkers,
  gpuPoolWithoutLimits,
  gpuRequestDiffersFromLimit,
  halfAClientCertificate,
  hpaBehaviorIncomplete,
  hpaBehaviorRefused,
  hpaBesideScaledObject,
  hpaNameTakenTwice,
  hpaOnGpuResource,
  inferenceServiceScalesToo,
  livenessBeforeModel,
  maxReplicasMissing,
  metricOfTheScaledPods,
  metricTypeUnknown,
  metricTypeUtilization,
  metricTypeValue,
  misspeltVllmMetric,
  nodeClassRefused,
  nodeDiskTooSmall,
  nodeGraceBelowJob,
  nodeGraceBelowWorker,
  nodePoolOfV1beta1,
  passwordInMetadata,
  pauseAnnotationMisread,
  placeholderDiffersFromWorker,
  placeholderEndsSlowly,
  placeholderIsGlobalDefault,
  placeholderPreempts,
  placeholderPriority,
  queryOfSeveralSeries,
  raid0HidesSnapshot,
  redisStreamsPendingOnly,
  replicasBesideScaledObject,
  requirementRefused,
  reservationNotUsed,
  resourceClaimsGetNoNode,
  resourceNameAsRequirement,
  resourceTriggerWithoutRequest,
  resourceTriggersNeverWake,
  rolloutWithoutSpareGpu,
  scaledJobCountsRunningTwice,
  scaledJobDisrupted,
  scaledJobEager,
  scaledJobMetricType,
  scaledJobPush,
  scaledJobRollout,
  scaledJobStartsSlowly,
  scaledJobStarves,
  scaledJobTargetOmitted,
  scaledObjectBounds,
  scaledObjectNameTooLong,
  scalerOnGpuNodes,
  scalerPortNotServed,
  secretSentToScaler,
  severalArchitectures,
  severalGpuCounts,
  severalGpuMemories,
  sharedMemoryMissing,
  sliceWithoutOverlay,
  spotOnlyWorkers,
  startupTaintStays,
  staticPoolRefused,
  staticPoolWithoutSpare,
  taintValueExists,
  targetMisspelt,
  targetOfZero,
  targetWithoutScale,
  triggerParameterMissing,
  twoDisruptionBudgets,
  twoScaledObjectsOnOneTarget,
  unknownGpuMachines,
  unknownRequirement,
  unknownTriggerParameter,
  unquotedMetadata,
  untaintedGpuPool,
  volumeOfOneNode,
  waitingOnlySignal,
  workerBelowPlaceholder,
  workerMayNotPreempt,
  workerNotDrained,
  workersExceedPool,
  zeroBudgetWithoutReasons,
];
