/** Logs one event as a line of JSON on stdout. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, fields?: { readonly [key: string]: unknown }) => void;

export const jsonLog: Log = (level, message, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg: message, ...fields })}\n`);
};
