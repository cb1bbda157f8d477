/** More characters than any error of this scaler has whose input is as it should be. Clients take some kilobytes of headers, errors among them. */
const MOST = 1000;

/**
 * The words of an error as they are told: of a very long one, as the input in it makes it, the beginning and the end. Without halves of characters,
 * for which gRPC throws.
 */
export function detailsOf({ message }: Error): string {
  return shortened(message);
}

/** The same of any text that has input in it. */
export function shortened(text: string): string {
  const told = text.length <= MOST ? text : `${text.slice(0, MOST / 2)} … ${text.slice(-MOST / 2)}`;
  return told.replace(/\p{Surrogate}/gu, '\ufffd');
}
