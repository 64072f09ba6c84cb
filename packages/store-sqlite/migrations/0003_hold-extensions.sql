ALTER TABLE `holds` ADD `extended_by_buyer` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `shows` ADD `extension_ms` integer;