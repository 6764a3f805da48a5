import type { ImageCard } from "../api";

export type StageStatus = ImageCard["stages"]["ingest"];
