ALTER TABLE "revisions" ADD COLUMN "check_key" text;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "check_error" text;