/**
 * A line of a service's log as a person reads it: `12:30:01.250 info listening {"port":8081}`.
 * What is not a log entry in JSON stays as it is.
 */
export function readableLogLine(line: string): string {
  const entry = parseEntry(line);
  if (entry === undefined) return line;
  const { time, level, msg, service: _service, ...rest } = entry;
  const clock = new Date(String(time)).toISOString().slice(11, 23);
  const details = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${clock} ${level} ${msg}${details}`;
}

type Entry = { readonly time: unknown; readonly level: unknown; readonly msg: unknown } & Record<
  string,
  unknown
>;

function parseEntry(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as Entry;
    return 'msg' in entry && Number.isFinite(Date.parse(String(entry.time))) ? entry : undefined;
  } catch {
    return undefined;
  }
}
