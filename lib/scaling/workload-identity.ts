import { Construct } from 'constructs';
import { refuse } from '../private/refuse';

/** What a ServiceAccount says to one cloud. */
interface Annotation {
  readonly name: string;
  readonly value: string;
  readonly pattern: RegExp;
  readonly expected: string;
}

const UUID = { pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, expected: 'a UUID' };

/** Options of `WorkloadIdentity.azure`. */
export interface AzureWorkloadIdentityOptions {
  /** Client id of the managed identity or application, a UUID. */
  readonly clientId: string;

  /**
   * Its tenant, a UUID.
   *
   * @default - the tenant that the cluster's webhook is configured with
   */
  readonly tenantId?: string;
}

/** Who pods, of the scaler or of a model cache, are to a cloud, without a secret: the cloud trusts their ServiceAccount. */
export class WorkloadIdentity {
  /**
   * An IAM role of AWS, by IRSA. The role's trust policy names the pods' ServiceAccount.
   *
   * @param roleArn such as `arn:aws:iam::123456789012:role/scaler`
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   */
  public static awsRole(roleArn: string): WorkloadIdentity {
    return new WorkloadIdentity([{
      name: 'eks.amazonaws.com/role-arn', value: roleArn, pattern: /^arn:aws[-a-z]*:iam::\d{12}:role\/\S+$/, expected: 'the ARN of an IAM role',
    }]);
  }

  /**
   * An IAM role of AWS, by EKS Pod Identity. An association names the pods' ServiceAccount and the role, so that manifests say no more.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
   */
  public static awsPodIdentity(): WorkloadIdentity {
    return new WorkloadIdentity([]);
  }

  /**
   * A managed identity or application of Azure. A federated credential of it names the pods' ServiceAccount.
   *
   * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
   */
  public static azure(options: AzureWorkloadIdentityOptions): WorkloadIdentity {
    const { clientId, tenantId } = options;
    return new WorkloadIdentity([
      { name: 'azure.workload.identity/client-id', value: clientId, ...UUID },
      ...(tenantId === undefined ? [] : [{ name: 'azure.workload.identity/tenant-id', value: tenantId, ...UUID }]),
    ], { 'azure.workload.identity/use': 'true' });
  }

  /**
   * A service account of Google Cloud, on GKE. It has the pods' ServiceAccount as `roles/iam.workloadIdentityUser`.
   *
   * @param serviceAccount such as `scaler@project.iam.gserviceaccount.com`
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static google(serviceAccount: string): WorkloadIdentity {
    return new WorkloadIdentity([{
      name: 'iam.gke.io/gcp-service-account',
      value: serviceAccount,
      pattern: /^[^@\s]+@[^@\s]+\.gserviceaccount\.com$/,
      expected: 'the e-mail address of a service account of Google Cloud',
    }]);
  }

  /** Labels of the pods that have the identity. @internal */
  public readonly _podLabels: { readonly [name: string]: string };

  private constructor(private readonly annotations: readonly Annotation[], podLabels: { readonly [name: string]: string } = {}) {
    this._podLabels = podLabels;
  }

  /** Annotations of the ServiceAccount. @internal */
  public _annotations(scope: Construct): { [name: string]: string } {
    return Object.fromEntries(this.annotations.map(({ name, value, pattern, expected }) => {
      if (typeof value !== 'string' || !pattern.test(value)) {
        refuse(scope, `identity: ${name}`, value, expected, 'correct it');
      }
      return [name, value];
    }));
  }
}
