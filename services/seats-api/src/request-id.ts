const requestIdPattern = /^[\w-]{8,64}$/;

/** The client's own id of its request when it is fit for a log, else one made here. */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && requestIdPattern.test(given) ? given : crypto.randomUUID();
}
