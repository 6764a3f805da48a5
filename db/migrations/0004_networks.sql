CREATE TYPE "public"."download_state" AS ENUM('waiting', 'running', 'done', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."model_check_state" AS ENUM('waiting', 'running', 'done', 'failed');--> statement-breakpoint
CREATE TABLE "model_checks" (
	"model_id" uuid PRIMARY KEY NOT NULL,
	"state" "model_check_state" NOT NULL,
	"artefact_key" text,
	"error" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_downloads" (
	"name" text PRIMARY KEY NOT NULL,
	"state" "download_state" NOT NULL,
	"received" bigint DEFAULT 0 NOT NULL,
	"error" text,
	"requested_by" uuid,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "model_checks" ADD CONSTRAINT "model_checks_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_downloads" ADD CONSTRAINT "model_downloads_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;