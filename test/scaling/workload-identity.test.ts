import { WorkloadIdentity } from '../../lib';
import { newChart, newScaler, Synthesized } from '../support/synth';

const CLIENT = '00000000-1111-2222-3333-444444444444';
const TENANT = '55555555-6666-7777-8888-999999999999';

describe('the identity of the scaler', () => {
  const synthesized = (identity?: WorkloadIdentity) => {
    const chart = newChart();
    newScaler(chart, { identity });
    return new Synthesized(chart);
  };

  test('nobody by default: no ServiceAccount', () => {
    const objects = synthesized();
    expect(objects.objects.map(({ kind }) => kind)).not.toContain('ServiceAccount');
    expect(objects.one('Deployment').spec.template.spec).not.toHaveProperty('serviceAccountName');
  });

  test.each([
    ['an IAM role by IRSA', WorkloadIdentity.awsRole('arn:aws:iam::123456789012:role/ml/scaler'),
      { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/ml/scaler' }],
    ['an IAM role of AWS China', WorkloadIdentity.awsRole('arn:aws-cn:iam::123456789012:role/scaler'),
      { 'eks.amazonaws.com/role-arn': 'arn:aws-cn:iam::123456789012:role/scaler' }],
    ['an IAM role by EKS Pod Identity', WorkloadIdentity.awsPodIdentity(), {}],
    ['a managed identity of Azure', WorkloadIdentity.azure({ clientId: CLIENT }), { 'azure.workload.identity/client-id': CLIENT }],
    ['a managed identity of another tenant', WorkloadIdentity.azure({ clientId: CLIENT, tenantId: TENANT }),
      { 'azure.workload.identity/client-id': CLIENT, 'azure.workload.identity/tenant-id': TENANT }],
    ['a service account of Google Cloud', WorkloadIdentity.google('scaler@ml.iam.gserviceaccount.com'),
      { 'iam.gke.io/gcp-service-account': 'scaler@ml.iam.gserviceaccount.com' }],
  ])('%s: a ServiceAccount without a token for the API server', (_, identity, annotations) => {
    const objects = synthesized(identity);
    const account = objects.one('ServiceAccount');
    expect(account.metadata.annotations ?? {}).toEqual(annotations);
    expect(account.automountServiceAccountToken).toBe(false);
    expect(objects.one('Deployment').spec.template.spec).toMatchObject({ serviceAccountName: account.metadata.name, automountServiceAccountToken: false });
  });

  test("Azure's webhook finds the pods by their label", () => {
    const { template, selector } = synthesized(WorkloadIdentity.azure({ clientId: CLIENT })).one('Deployment').spec;
    expect(template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    expect(selector.matchLabels).not.toHaveProperty('azure.workload.identity/use'); // it cannot be changed later
  });

  test.each([
    ['no ARN', WorkloadIdentity.awsRole('scaler'), 'chart/scaler: identity: eks.amazonaws.com/role-arn: got "scaler"; expected the ARN of an IAM role'],
    ['the ARN of a user', WorkloadIdentity.awsRole('arn:aws:iam::123456789012:user/scaler'), 'expected the ARN of an IAM role'],
    ['no client id', WorkloadIdentity.azure({ clientId: 'scaler' }), 'identity: azure.workload.identity/client-id: got "scaler"; expected a UUID'],
    ['no tenant id', WorkloadIdentity.azure({ clientId: CLIENT, tenantId: '' }), 'identity: azure.workload.identity/tenant-id: got ""; expected a UUID'],
    ['a user of Google', WorkloadIdentity.google('me@example.com'), 'got "me@example.com"; expected the e-mail address of a service account'],
  ])('refuses %s', (_, identity, message) => {
    expect(() => synthesized(identity)).toThrow(message);
  });
});
