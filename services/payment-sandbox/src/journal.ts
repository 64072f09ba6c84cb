import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Keeps lines in their order; what was flushed outlives the process and the machine. */
export interface Journal {
  append(line: string): void;
  /** Resolves when every line appended so far is kept; rejects for ever once a write has failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** For books that end with the process. */
export const memoryJournal: Journal = {
  append: () => {},
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** A line longer than this was not written here. */
const lineCharactersMax = 8_192;

/**
 * Opens a file of lines, made when it is absent, and hears each line in it, oldest first. A last line without
 * its end was under way when the process died: nobody was told of it, so it is cut off.
 */
export async function openJournal(path: string, onLine: (line: string) => void): Promise<Journal> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { bytes, torn } = await readLines(file, onLine);
    if (torn > 0) await file.truncate(bytes);
    await file.sync();
    await syncFolder(dirname(path));
  } catch (error) {
    await file.close();
    throw error;
  }
  return createWriter(file);
}

/** Makes sure that a file which was made a moment ago is found again. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** Reads whole lines; answers their bytes and how many characters follow the last one. */
async function readLines(
  file: FileHandle,
  onLine: (line: string) => void,
): Promise<{ bytes: number; torn: number }> {
  let rest = '';
  let bytes = 0;
  const stream = file.createReadStream({ start: 0, autoClose: false, encoding: 'utf8' });
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      bytes += Buffer.byteLength(line) + 1;
      onLine(line);
    }
    if (rest.length > lineCharactersMax)
      throw new Error(`a line of more than ${lineCharactersMax} characters`);
  }
  return { bytes, torn: rest.length };
}

/** Lines that are appended while a write is under way go together in the next one. */
function createWriter(file: FileHandle): Journal {
  let waiting: string[] = [];
  let tail: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    await file.appendFile(`${lines.join('\n')}\n`);
    await file.datasync();
  }

  return {
    append: (line) => void waiting.push(line),
    flush() {
      tail = tail.then(write);
      return tail;
    },
    async close() {
      await tail.catch(() => {});
      await file.close();
    },
  };
}
