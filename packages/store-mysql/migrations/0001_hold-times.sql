DROP INDEX `holds_by_buyer` ON `holds`;--> statement-breakpoint
ALTER TABLE `holds` ADD `created_at_ms` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `holds` ADD `ended_at_ms` bigint;--> statement-breakpoint
-- Holds from before are taken to be made one hold's time before their deadline; nobody wrote down when they were
-- released or refunded, so that these count towards no limit longer than they can have.
UPDATE `holds` JOIN `shows` ON `shows`.`id` = `holds`.`show_id` SET `holds`.`created_at_ms` = `holds`.`until_ms` - `shows`.`hold_ms`;--> statement-breakpoint
UPDATE `holds` SET `ended_at_ms` = CASE `state` WHEN 'expired' THEN `until_ms` ELSE `created_at_ms` END
WHERE `state` IN ('released', 'expired', 'refunded');--> statement-breakpoint
CREATE INDEX `holds_by_buyer` ON `holds` (`show_id`,`buyer`,`ended_at_ms`,`state`,`until_ms`,`created_at_ms`,`seat_count`);