import { customType } from 'drizzle-orm/mysql-core';

/** Identifiers are ASCII and compared byte by byte: shorter index entries, and no two ids that look alike. */
export const asciiText = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 64}) character set ascii collate ascii_bin`,
});

/** Said for each column, since a server's or a database's default may lack most of the world's letters. */
const unicode = 'character set utf8mb4 collate utf8mb4_bin';

/** JSON kept as text: MariaDB and MySQL treat it alike, and nothing is searched inside it. */
export function jsonText<T>() {
  return customType<{ data: T; driverData: string }>({
    dataType: () => `mediumtext ${unicode}`,
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => JSON.parse(value) as T,
  });
}

/** A line of text of so many letters. */
export const unicodeLine = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 255}) ${unicode}`,
});

/** Text of up to 4 GiB. */
export const unicodeText = customType<{ data: string }>({ dataType: () => `longtext ${unicode}` });
