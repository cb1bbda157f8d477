import { ConnectionConfig } from '../../contract';
import { SecretKey } from '../secret-key';

/** Mounts a Secret's value as a file of the connection, under the key's usual name, and returns its path in the scaler's pod; nothing for nothing. */
export type MountSecret = (usualKey: string, secret: SecretKey | undefined) => string | undefined;

/** What a connection is: its part of the scaler's configuration, and through `mount` the Secrets of it. */
export type ConnectionDefinition = (mount: MountSecret) => ConnectionConfig;
