/** The same fleet in cdk8s alone, as a process of its own: `node stock.js WORKERS OUTDIR`. Prints its memory, in MiB. */
import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import * as keda from '../../imports/keda.sh';

const [workers, outdir] = process.argv.slice(2);
const app = new App({ outdir });
const chart = new Chart(app, 'fleet', { namespace: 'ml-platform' });
const httpGet = { path: '/healthz', port: k8s.IntOrString.fromNumber(8080) };
const resources = { 'memory': k8s.Quantity.fromString('12Gi'), 'nvidia.com/gpu': k8s.Quantity.fromString('1') };
for (let index = 0; index < Number(workers); index++) {
  const name = `worker-${index}`;
  const selector = { 'app.kubernetes.io/instance': name };
  const labels = { ...selector, 'app.kubernetes.io/component': 'worker', 'app.kubernetes.io/managed-by': 'cdk8s-gpu-autoscaler' };
  new k8s.KubeDeployment(chart, `${name}-deployment`, {
    metadata: { name, labels },
    spec: {
      progressDeadlineSeconds: 960,
      revisionHistoryLimit: 3,
      selector: { matchLabels: selector },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(0), maxUnavailable: k8s.IntOrString.fromString('25%') } },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 150,
          nodeSelector: { 'karpenter.sh/nodepool': 'platform-gpus-c85d5b4e' },
          tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
          securityContext: { fsGroup: 1000, runAsGroup: 1000, runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [{
            name: 'worker',
            image: 'registry.example.com/worker:1.0.0',
            imagePullPolicy: 'IfNotPresent',
            startupProbe: { httpGet, failureThreshold: 60, periodSeconds: 10, timeoutSeconds: 5 },
            readinessProbe: { httpGet, failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 5 },
            livenessProbe: { httpGet, failureThreshold: 6, periodSeconds: 20, timeoutSeconds: 10 },
            resources: {
              requests: { ...resources, 'cpu': k8s.Quantity.fromString('3'), 'ephemeral-storage': k8s.Quantity.fromString('10Gi') },
              limits: resources,
            },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          }],
        },
      },
    },
  });
  new keda.ScaledObject(chart, `${name}-scaled-object`, {
    metadata: { name, labels },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicaCount: 0,
      maxReplicaCount: 20,
      pollingInterval: 15,
      cooldownPeriod: 960,
      initialCooldownPeriod: 0,
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 0,
              selectPolicy: 'Max',
              policies: [{ type: 'Pods', value: 20, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
            },
            scaleDown: {
              stabilizationWindowSeconds: 300,
              selectPolicy: 'Max',
              policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }, { type: 'Pods', value: 1, periodSeconds: 60 }],
            },
          },
        },
      },
      triggers: [{
        type: 'external-push',
        name: 'jobs',
        metricType: 'AverageValue',
        metadata: {
          schemaVersion: '1',
          kind: 'ScaledObject',
          triggerId: 'jobs',
          metricName: 'jobs-outstanding',
          scalerAddress: 'platform-scaler-c89e8762.ml-platform.svc.cluster.local:6000',
          connection: 'jobs',
          sourceType: 'redis-stream',
          stream: `jobs-${index}`,
          group: 'workers',
          jobsPerReplica: '5',
          activationThreshold: '0',
        },
      }],
    },
  });
}
app.synth();
console.log(process.resourceUsage().maxRSS / 1024);
