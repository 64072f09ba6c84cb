/** What a realtime process says of itself, about once a second. */
export interface LoadReport {
  /** The name of its pod, as the cluster knows it. */
  readonly pod: string;
  /** Its open sockets. */
  readonly connections: number;
  /** Whether it wants no more sockets: true from the first moment of its stop. */
  readonly isDraining: boolean;
}

/** A pod's name is a DNS subdomain (RFC 1123). */
const podCharsMax = 253;
const textCharsMax = 1_024;

/**
 * Reads a report from its JSON text; null for what is none. Whoever can write to Redis could send anything.
 * Fields that are not known are passed over: a later version may say more.
 */
export function readLoadReport(text: string): LoadReport | null {
  if (text.length > textCharsMax) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { pod, connections, isDraining } = value as Record<string, unknown>;
  if (typeof pod !== 'string' || pod === '' || pod.length > podCharsMax) return null;
  if (typeof connections !== 'number' || !Number.isSafeInteger(connections) || connections < 0) return null;
  if (typeof isDraining !== 'boolean') return null;
  return { pod, connections, isDraining };
}
