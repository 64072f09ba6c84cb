ALTER TABLE `holds` ADD `choice` text;--> statement-breakpoint
ALTER TABLE `shows` ADD `single_seats` text DEFAULT 'off' NOT NULL;