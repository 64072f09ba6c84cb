import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import repository from '../../../package.json' with { type: 'json' };
import { knownMigrations, readMigration } from './migrations.ts';
import { breakingChanges } from './testing/breaking-change.ts';

/** Written before the first version ran anywhere. */
const beforeAnyVersion = ['0000_first-sale', '0001_hold-times'];
const laterMigrations = knownMigrations.filter(({ name }) => !beforeAnyVersion.includes(name));

describe('migrations', () => {
  it('are known in their order', () => {
    const times = knownMigrations.map(({ writtenAtMs }) => writtenAtMs);
    expect(times.length).toBeGreaterThan(1);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it.each(laterMigrations)('$name leaves the pods of the version before it working', ({ name }) => {
    const text = readFileSync(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8');
    expect(breakingChanges(text, repository.version)).toEqual([]);
  });

  it('are read statement by statement', async () => {
    const [first] = knownMigrations;
    if (first === undefined) throw new Error('there is no migration');
    const { statements, hash } = await readMigration(first);
    expect(statements.length).toBeGreaterThan(5);
    expect(statements.every((statement) => /^CREATE (?:TABLE|INDEX) /.test(statement))).toBe(true);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what breaks the version before a migration', () => {
  const reasonOf = (sql: string) => breakingChanges(sql, '0.3.0').map(({ reason }) => reason.split(' ')[0]);

  it.each([
    ['DROP TABLE `holds`;', 'drops'],
    ['ALTER TABLE `holds` DROP COLUMN `extended`;', 'drops'],
    ['alter table holds\n  drop extended;', 'drops'],
    ['ALTER TABLE `holds` DROP PRIMARY KEY;', 'drops'],
    ['DROP INDEX `holds_by_buyer` ON `holds`;', 'drops'],
    ['RENAME TABLE `holds` TO `claims`;', 'renames'],
    ['ALTER TABLE `holds` RENAME COLUMN `until_ms` TO `ends_ms`;', 'renames'],
    ['ALTER TABLE `holds` CHANGE `until_ms` `ends_ms` bigint NOT NULL;', 'changes'],
    ['ALTER TABLE `holds` MODIFY COLUMN `amount` int NOT NULL;', 'changes'],
    ['ALTER TABLE `holds` ADD `note` varchar(20) NOT NULL;', 'adds'],
    ['ALTER TABLE `holds` ADD `a` int DEFAULT 0 NOT NULL, ADD `b` int NOT NULL;', 'adds'],
    ['CREATE UNIQUE INDEX `one` ON `holds` (`buyer`);', 'refuses'],
    ['ALTER TABLE `holds` ADD CONSTRAINT `one` UNIQUE(`buyer`);', 'refuses'],
    ["DELETE FROM holds WHERE state = 'released';", 'removes'],
  ])('%s', (sql, verb) => {
    expect(reasonOf(sql)).toEqual([verb]);
  });

  it.each([
    'CREATE TABLE `drop` (`id` int NOT NULL, CONSTRAINT `rename` PRIMARY KEY(`id`));',
    'ALTER TABLE `holds` ADD `note` varchar(20);',
    'ALTER TABLE `holds` ADD `drop_count` int DEFAULT 0 NOT NULL;',
    "UPDATE `holds` SET `state` = 'RENAME';",
    '-- DROP TABLE would be too early.\nCREATE INDEX `by` ON `holds` (`buyer`);',
  ])('is not: %s', (sql) => {
    expect(reasonOf(sql)).toEqual([]);
  });

  it('is found in every statement of a migration', () => {
    const sql =
      'DROP TABLE a;--> statement-breakpoint\nCREATE TABLE b (id int);--> statement-breakpoint\nDROP TABLE c;';
    expect(reasonOf(sql)).toEqual(['drops', 'drops']);
  });

  it('is allowed to a statement that names an earlier version since which nothing uses it', () => {
    const marked = (since: string) => `-- contract since ${since}: nothing reads it\nDROP TABLE \`holds\`;`;
    expect(reasonOf(marked('0.2.9'))).toEqual([]);
    expect(reasonOf(marked('0.3.0'))).toEqual(['drops']);
    expect(reasonOf(marked('0.10.0'))).toEqual(['drops']);
    expect(reasonOf('-- contract since ever\nDROP TABLE `holds`;')).toEqual(['drops']);
  });
});
