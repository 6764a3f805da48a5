import type { StoredChecks } from "@/app/_ui/scoring/check-words";
import type { PartSums } from "@/core/analysis/scores/part-sums";
import type { ClassScore } from "@/core/domain/classes";
import type { ExplanationOf } from "@/core/domain/explanation";
import type { Part } from "@/core/domain/parts";
import type { Role } from "@/core/domain/roles";
import type { InputTransform } from "@/core/domain/spaces";
import type { RouterOutputs } from "@/server/trpc/router";

type ReviewOfImage = NonNullable<RouterOutputs["reviews"]["ofImage"]>;

export interface EditorReview
  extends Pick<
    ReviewOfImage,
    "number" | "state" | "reviewedByName" | "reviewNote" | "decisions" | "comments"
  > {
  /** The page on which it is reviewed. */
  url: string;
  onSettle: (commentId: string, done: boolean) => void;
  /** Missing for people who may not review. Resolves to whether it was reopened. */
  onReopen?: (note: string) => Promise<boolean>;
  /** Why the last of these acts was refused. */
  problem: string | null;
}

/** What the page that mounts the editor gives it. The editor fetches the three URLs and opens the socket. */
export interface EditorProps {
  projectId: string;
  /**
   * `width` × `height` is the photograph after EXIF orientation; the display copy may be smaller, and its
   * address is empty until it is made.
   */
  image: { id: string; name: string; width: number; height: number; displayUrl: string; thumbUrl: string };
  parts: readonly Part[];
  role: Role;
  user: { id: string; name: string; colour: string };
  /** Greyscale PNG over the whole photograph at any resolution: 128 and above is inside. Null until segmented. */
  silhouetteUrl: string | null;
  /** `url`: float32 little-endian, H×W, channels summed, in the model's frame. Null until explained. */
  relevance: { url: string; transform: InputTransform } | null;
  backgroundInScores: boolean;
  prediction: { explained: ClassScore; top: readonly ClassScore[] } | null;
  /** The socket's address is `url/room`; the room is the document's id. */
  collab: { url: string; room: string };
  /** How that map was made; null while there is none. */
  explanation: ExplanationOf | null;
  /**
   * The latest frozen revision with its authoritative sums, in the order of part positions. `waiting`: it has only those of
   * a map or parts of before, which are not given, and new ones are on their way.
   */
  lastRevision: {
    revisionId: string;
    number: number;
    sums: readonly PartSums[] | null;
    waiting: boolean;
  } | null;
  /** The newest revision is approved: nobody edits. */
  approved: boolean;
  /** Where the review of the newest revision stands; null while there is none, or it is not read yet. */
  review: EditorReview | null;
  /** What the pipeline found when it checked the explanation and that revision's scores; missing until explained. */
  checks?: StoredChecks;
  /** Freezes a revision of the document as the server has it. Rejects with a readable message. */
  onSubmit: () => Promise<void>;
  neighbours: { previous?: string; next?: string };
  navigate: (imageId: string) => void;
}
