CREATE TABLE `buyers` (
	`show_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`buyer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	CONSTRAINT `buyers_show_id_buyer_pk` PRIMARY KEY(`show_id`,`buyer`)
);
--> statement-breakpoint
CREATE TABLE `holds` (
	`id` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`show_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`buyer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`requested` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seats` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seat_count` int NOT NULL,
	`amount` bigint NOT NULL,
	`until_ms` bigint NOT NULL,
	`state` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`extended` boolean NOT NULL,
	`order_id` varchar(36) character set ascii collate ascii_bin,
	CONSTRAINT `holds_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `layouts` (
	`hash` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `layouts_hash` PRIMARY KEY(`hash`)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`hold_id` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`show_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`buyer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`seats` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`amount` bigint NOT NULL,
	`currency` varchar(3) character set ascii collate ascii_bin NOT NULL,
	`state` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`created_at_ms` bigint NOT NULL,
	CONSTRAINT `orders_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `seats` (
	`show_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`seat` int NOT NULL,
	`state` tinyint NOT NULL,
	`hold_id` varchar(36) character set ascii collate ascii_bin,
	`until_ms` bigint NOT NULL,
	CONSTRAINT `seats_show_id_seat_pk` PRIMARY KEY(`show_id`,`seat`)
);
--> statement-breakpoint
CREATE TABLE `section_log` (
	`show_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`section` smallint NOT NULL,
	`version` int NOT NULL,
	`changes` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`notices` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `section_log_show_id_section_version_pk` PRIMARY KEY(`show_id`,`section`,`version`)
);
--> statement-breakpoint
CREATE TABLE `sections` (
	`show_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`section` smallint NOT NULL,
	`first_seat` int NOT NULL,
	`seat_count` int NOT NULL,
	`version` int NOT NULL,
	`trimmed_to` int NOT NULL,
	CONSTRAINT `sections_show_id_section_pk` PRIMARY KEY(`show_id`,`section`)
);
--> statement-breakpoint
CREATE TABLE `shows` (
	`id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`layout_hash` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`title` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`venue` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`currency` varchar(3) character set ascii collate ascii_bin NOT NULL,
	`prices` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`starts_at_ms` bigint NOT NULL,
	`on_sale_at_ms` bigint NOT NULL,
	`off_sale_at_ms` bigint,
	`hold_ms` int NOT NULL,
	`payment_ms` int NOT NULL,
	`cap` int NOT NULL,
	CONSTRAINT `shows_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`expires_at_ms` bigint NOT NULL,
	CONSTRAINT `tickets_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `holds_by_buyer` ON `holds` (`show_id`,`buyer`,`state`,`until_ms`,`seat_count`);--> statement-breakpoint
CREATE INDEX `holds_by_deadline` ON `holds` (`state`,`until_ms`);--> statement-breakpoint
CREATE INDEX `orders_by_state` ON `orders` (`state`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `tickets_by_expiry` ON `tickets` (`expires_at_ms`);