ALTER TABLE `buyers` ADD `claimed_max` int;--> statement-breakpoint
ALTER TABLE `buyers` ADD `made_max` int;--> statement-breakpoint
ALTER TABLE `buyers` ADD `dropped_max` int;