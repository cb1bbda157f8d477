/** What the agent may do to tell Kubernetes about its node: RBAC, and a policy where RBAC ends. */
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NodeReportingConfig } from '../contract/model-cache';
import { clusterScoped } from '../private/names';

/** Who may do it. */
export interface NodeReporter {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
}

/** Where the client of the agent looks for its token. */
const TOKEN_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The agent's token: mounted by it alone, not by the containers beside it, whose images are others'. */
export const API_TOKEN: { readonly volume: k8s.Volume; readonly mount: k8s.VolumeMount } = {
  volume: {
    name: 'api-token',
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardApi: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  },
  mount: { name: 'api-token', mountPath: TOKEN_DIRECTORY, readOnly: true },
};

/**
 * Lets a ServiceAccount read and patch nodes, list the pods of its namespace, and create events there.
 *
 * RBAC cannot say which node, which labels and which taint: an admission policy does. It knows the node of a pod from the pod's token.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#schema-for-service-account-private-claims
 */
export function allowNodeReporting(scope: Construct, reporter: NodeReporter, config: NodeReportingConfig): void {
  const { name, namespace, labels } = reporter;
  const metadata = { name, labels };
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  clusterScoped(new k8s.KubeClusterRole(scope, 'ClusterRole', { metadata, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] }] }));
  clusterScoped(new k8s.KubeClusterRoleBinding(scope, 'ClusterRoleBinding', {
    metadata, subjects, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  }));
  new k8s.KubeRole(scope, 'Role', {
    metadata,
    rules: [
      { apiGroups: [''], resources: ['events'], verbs: ['create'] },
      // Which workers are gone, whose models may be evicted.
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    ],
  });
  new k8s.KubeRoleBinding(scope, 'RoleBinding', { metadata, subjects, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name } });
  clusterScoped(new ApiObject(scope, 'Policy', {
    apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata, spec: policy(reporter, config),
  }));
  clusterScoped(new ApiObject(scope, 'PolicyBinding', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata,
    spec: { policyName: name, validationActions: ['Deny'] },
  }));
}

/** What of a node its agent leaves alone. Status is another resource, on which it has no rights; what else `spec` has cannot be changed. */
const UNTOUCHED = ['metadata.?annotations', 'metadata.?finalizers', 'metadata.?ownerReferences', 'spec.?unschedulable', 'spec.?providerID', 'spec.?podCIDR', 'spec.?podCIDRs'];

function policy({ name, namespace }: NodeReporter, { labelPrefix, startupTaint }: NodeReportingConfig): object {
  const ours = `key.startsWith(${quoted(`${labelPrefix}/`)})`;
  const same = 'variables.taints == variables.oldTaints';
  return {
    failurePolicy: 'Fail',
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['nodes'] }] },
    matchConditions: [{ name: 'is-the-agent', expression: `request.userInfo.username == ${quoted(`system:serviceaccount:${namespace}:${name}`)}` }],
    variables: [
      { name: 'ownNode', expression: "request.userInfo.extra[?'authentication.kubernetes.io/node-name'][0].orValue('')" },
      { name: 'labels', expression: 'object.metadata.?labels.orValue({})' },
      { name: 'oldLabels', expression: 'oldObject.metadata.?labels.orValue({})' },
      { name: 'taints', expression: 'object.spec.?taints.orValue([])' },
      { name: 'oldTaints', expression: 'oldObject.spec.?taints.orValue([])' },
    ],
    validations: [
      {
        expression: 'variables.ownNode == object.metadata.name',
        messageExpression: "'the model cache agent of node \"' + variables.ownNode + '\" may not change node \"' + object.metadata.name + '\"'",
      },
      {
        expression: `variables.labels.all(key, ${ours} || variables.oldLabels[?key] == optional.of(variables.labels[key])) && variables.oldLabels.all(key, ${ours} || key in variables.labels)`,
        message: `the model cache agent may change labels below ${labelPrefix}/ and no others`,
      },
      {
        expression: startupTaint === undefined ? same : `${same} || variables.taints == variables.oldTaints.filter(taint, taint.key != ${quoted(startupTaint)})`,
        message: startupTaint === undefined ? 'the model cache agent may change no taint' : `the model cache agent may remove the taint ${startupTaint} and change no other`,
      },
      {
        expression: UNTOUCHED.map((field) => `object.${field} == oldObject.${field}`).join(' && '),
        message: 'the model cache agent may change nothing of a node but labels and its startup taint',
      },
    ],
  };
}

/** A string of CEL. */
function quoted(value: string): string {
  return `'${value.replace(/['\\]/g, '\\$&')}'`;
}
