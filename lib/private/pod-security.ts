import { k8s } from 'cdk8s-plus-28';

/**
 * What the Pod Security Standard `restricted` asks of a container.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const RESTRICTED_CONTAINER: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** What the Pod Security Standard `restricted` asks of a pod. */
export function restrictedPod(user: number): k8s.PodSecurityContext {
  return { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: 'RuntimeDefault' } };
}

/** The image that does nothing: holds a place, or keeps a DaemonSet's pod alive after its init containers. */
export const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10.1';

/** A statically linked program that runs in any image, even one without a shell, and has a shell of its own. */
export const TOOLBOX_IMAGE = 'docker.io/library/busybox:1.37.0-musl';
