CREATE TABLE `holds` (
	`id` text PRIMARY KEY NOT NULL,
	`show_id` text NOT NULL,
	`buyer` text NOT NULL,
	`requested` text NOT NULL,
	`seats` text NOT NULL,
	`seat_count` integer NOT NULL,
	`amount` integer NOT NULL,
	`until_ms` integer NOT NULL,
	`state` text NOT NULL,
	`extended` integer NOT NULL,
	`order_id` text
);
--> statement-breakpoint
CREATE INDEX `holds_by_buyer` ON `holds` (`show_id`,`buyer`,`state`,`until_ms`,`seat_count`);--> statement-breakpoint
CREATE INDEX `holds_by_deadline` ON `holds` (`state`,`until_ms`);--> statement-breakpoint
CREATE TABLE `layouts` (
	`hash` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`hold_id` text NOT NULL,
	`show_id` text NOT NULL,
	`buyer` text NOT NULL,
	`seats` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `orders_by_state` ON `orders` (`state`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `seats` (
	`show_id` text NOT NULL,
	`seat` integer NOT NULL,
	`state` integer NOT NULL,
	`hold_id` text,
	`until_ms` integer NOT NULL,
	PRIMARY KEY(`show_id`, `seat`)
);
--> statement-breakpoint
CREATE TABLE `section_log` (
	`show_id` text NOT NULL,
	`section` integer NOT NULL,
	`version` integer NOT NULL,
	`changes` text NOT NULL,
	`notices` text NOT NULL,
	PRIMARY KEY(`show_id`, `section`, `version`)
);
--> statement-breakpoint
CREATE TABLE `sections` (
	`show_id` text NOT NULL,
	`section` integer NOT NULL,
	`first_seat` integer NOT NULL,
	`seat_count` integer NOT NULL,
	`version` integer NOT NULL,
	`trimmed_to` integer NOT NULL,
	PRIMARY KEY(`show_id`, `section`)
);
--> statement-breakpoint
CREATE TABLE `shows` (
	`id` text PRIMARY KEY NOT NULL,
	`layout_hash` text NOT NULL,
	`title` text NOT NULL,
	`venue` text NOT NULL,
	`currency` text NOT NULL,
	`prices` text NOT NULL,
	`starts_at_ms` integer NOT NULL,
	`on_sale_at_ms` integer NOT NULL,
	`off_sale_at_ms` integer,
	`hold_ms` integer NOT NULL,
	`payment_ms` integer NOT NULL,
	`cap` integer NOT NULL,
	FOREIGN KEY (`layout_hash`) REFERENCES `layouts`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tickets_by_expiry` ON `tickets` (`expires_at_ms`);