ALTER TABLE `orders` ADD `contact_name` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `contact_email` text;