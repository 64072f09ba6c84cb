/** What a packet may tell. */
export interface Listener {
  /** The answer to a command by its number; the code is empty when it was granted. */
  answered(id: number, code: string): void;
  /** A section went from one version to another, or, without versions, `to` is the seat that changed. */
  changed(section: number, from: number, to: number, length: number): void;
}

/** The seats that a packet says have changed, with their states at its end. */
export interface Changes {
  readonly section: number;
  readonly to: number;
  readonly set: readonly (readonly [seat: number, state: number])[];
}

/** How one design is talked to. */
export interface Dialect {
  /** How many bytes of a packet tell what it is. */
  readonly prefixBytes: number;
  /** Whether changes come with versions, so that a lost one shows. */
  readonly hasVersions: boolean;
  /** JSON that goes with the connect packet of that client. */
  auth(): Promise<string>;
  /** What a client says first: its number is 0, and its answer means that the client is in. Null when nothing. */
  joining(isSampled: boolean): string | null;
  /** The states by section in the whole answer to joining; null when the design does not give any. */
  snapshot(packet: string): readonly { readonly section: number; readonly states: string }[] | null;
  /** The number that the answer to the next command for this seat will have. */
  numberOf(next: number, seat: number): number;
  /** A command that takes one seat. */
  take(id: number, seat: number): string;
  hear(buffer: Buffer, start: number, end: number, length: number, listener: Listener): void;
  /** The whole packet in full, or null when it tells of no changes. */
  changes(packet: string): Changes | null;
}
