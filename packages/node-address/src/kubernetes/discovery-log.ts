/** Where discovery says what an operator has to know; a logger of the services fits. */
export interface DiscoveryLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
