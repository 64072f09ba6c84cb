/** Counts the open sockets of each address. */
export interface OpenSockets {
  /** Whether one more may be opened. */
  hasRoom(address: string): boolean;
  /** Counts a socket until the answered function is called. */
  open(address: string): () => void;
}

/** With `perAddressMax` 0 there is always room. As large as the number of open sockets, no larger. */
export function createOpenSockets(perAddressMax: number): OpenSockets {
  const counts = new Map<string, number>();
  return {
    hasRoom: (address) => perAddressMax === 0 || (counts.get(address) ?? 0) < perAddressMax,
    open(address) {
      counts.set(address, (counts.get(address) ?? 0) + 1);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        const left = (counts.get(address) ?? 1) - 1;
        if (left === 0) counts.delete(address);
        else counts.set(address, left);
      };
    },
  };
}
