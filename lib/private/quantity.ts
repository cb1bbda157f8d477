/**
 * Quantities as Kubernetes itself writes them, in the largest unit that needs no fraction. KEDA writes a ScaledJob back in that form, and
 * every further server-side apply of another one would be a conflict.
 */
import { Size, SizeRoundingBehavior } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';

/** An amount of memory or storage, in whole MiB. */
export function mebibytes(amount: number): k8s.Quantity {
  const units = ['Mi', 'Gi', 'Ti'];
  let left = amount;
  while (left % 1024 === 0 && units.length > 1) {
    left /= 1024;
    units.shift();
  }
  return k8s.Quantity.fromString(`${left}${units[0]}`);
}

/** What of a size is whole MiB. */
export function wholeMebibytes(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
}

/** An amount of CPU, in whole thousandths. */
export function millicores(amount: number): k8s.Quantity {
  return k8s.Quantity.fromString(amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`);
}
