import { CLOSE } from "@/core/annotation/protocol";
import type { Refusal } from "../state";

const TEXT: Record<number, Omit<Refusal, "code">> = {
  [CLOSE.unauthenticated]: {
    title: "You are signed out",
    advice: "Sign in again in this tab. Changes that are not saved yet stay here until you close it.",
    retry: true,
  },
  [CLOSE.forbidden]: {
    title: "You no longer have access to this image",
    advice: "Ask an owner of the project to invite you again.",
    retry: true,
  },
  [CLOSE.notFound]: {
    title: "This image is gone",
    advice: "Somebody deleted it. Go back to the list of images.",
    retry: false,
  },
  [CLOSE.readOnly]: {
    title: "This image is approved",
    advice:
      "Your last change was not taken. A reviewer can reopen the image; reload the page to see it as it is.",
    retry: false,
  },
  [CLOSE.tooLarge]: {
    title: "The annotation has become too large",
    advice: "Undo the last change, or simplify the longest brush strokes, then connect again.",
    retry: true,
  },
  [CLOSE.tooManyMessages]: {
    title: "Too many changes at once",
    advice: "Wait a moment, then connect again. Nothing is lost.",
    retry: true,
  },
};

/** The sentence for a final close code. */
export function refusal(code: number, reason: string): Refusal {
  const known = TEXT[code];
  if (known) return { code, ...known };
  return {
    code,
    title: "The server ended the connection",
    advice: reason || "Connect again; if it stays, reload the page.",
    retry: true,
  };
}
