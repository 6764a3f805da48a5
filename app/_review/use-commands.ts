"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { PartId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import type { ReviewReason } from "@/core/domain/review";
import type { Size } from "@/core/domain/spaces";
import { useProject } from "../_ui/project/project-context";
import type { Closing, Review, ShownDecision } from "./decisions";
import type { ReviewCommands } from "./keys";
import { regionBox } from "./picture/frozen";
import type { Picture } from "./picture/picture";
import type { usePicture } from "./picture/use-picture";
import type { ReviewActs } from "./use-review";

const DREW_ALONE = "You alone drew this revision; somebody else has to approve it.";

interface Context {
  review: Review;
  acts: ReviewActs;
  parts: readonly Part[];
  shown: ReadonlyMap<string, ShownDecision>;
  end: Closing;
  source: ReturnType<typeof usePicture>;
  size: Size;
  canDecide: boolean;
  mayPin: boolean;
}

/** What was sent back last time is looked at first, then what is undecided. */
function firstToSee(
  { previous }: Review,
  parts: readonly Part[],
  shown: ReadonlyMap<string, ShownDecision>,
): string | null {
  const open = parts.filter((p) => !shown.has(p.id));
  const returned = previous?.decisions.filter((d) => d.verdict === "changes_requested") ?? [];
  const again = open.find((p) => returned.some((d) => d.partId === p.id));
  return (again ?? open[0] ?? parts[0])?.id ?? null;
}

/** What the reviewer looks at and what keys and buttons do. Nothing here decides what is allowed: the server does. */
export function useCommands({ review, acts, parts, shown, end, source, size, canDecide, mayPin }: Context) {
  const { project } = useProject();
  const router = useRouter();
  const picture = useRef<Picture>(null);
  const [focus, setFocus] = useState<string | null>(() => firstToSee(review, parts, shown));
  const [view, setView] = useState({ heat: false, diff: false, regions: true });
  const [dialog, setDialog] = useState<"send-back" | "later-edits" | "reopen" | "help" | null>(null);
  const [draftAt, setDraftAt] = useState<readonly [number, number] | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [zoomed, setZoomed] = useState(false);
  const [hint, setHint] = useState<string | null>(null);

  const queue = `/projects/${project.id}/review`;
  const goOn = () => router.push(review.next ? `${queue}/${review.next}` : queue);
  const focusedBox = () => {
    const part = parts.find((p) => p.id === focus);
    return part && source.labels ? regionBox(source.labels, source.frame, part.position) : null;
  };
  /** To the next part without a decision, if there is one. */
  const moveOn = (from: string) => {
    const at = parts.findIndex((p) => p.id === from);
    const open = [...parts.slice(at + 1), ...parts.slice(0, at)].find((p) => !shown.has(p.id));
    if (open) setFocus(open.id);
  };
  const approve = (partIds: readonly string[]) => {
    if (!canDecide || partIds.length === 0) return false;
    setHint(review.drewAlone ? DREW_ALONE : null);
    if (review.drewAlone) return false;
    acts.decide(partIds.map((id) => ({ partId: id as PartId, verdict: "approved", reason: null, note: "" })));
    return true;
  };
  const approveOne = (partId: string) => {
    if (approve([partId])) moveOn(partId);
  };
  const finish = async (discardLaterEdits: boolean) => {
    if (!canDecide || acts.closing) return;
    if (end.act === null) {
      setFocus(end.open);
      return setHint(`Decide on every part first: ${end.label}.`);
    }
    if (end.act === "approve" && review.drewAlone) return setHint(DREW_ALONE);
    if (end.act === "approve" && review.edited && !discardLaterEdits) return setDialog("later-edits");
    setHint(null);
    setDialog(null);
    if (await acts.close(end.act, { note: "", discardLaterEdits })) goOn();
  };

  const commands: ReviewCommands = {
    step: (by) => {
      const at = parts.findIndex((p) => p.id === focus);
      setFocus(parts[(at + by + parts.length) % parts.length]?.id ?? null);
    },
    approve: () => focus && approveOne(focus),
    approveRest: () => approve(parts.filter((p) => !shown.has(p.id)).map((p) => p.id)),
    sendBack: () => canDecide && focus && setDialog("send-back"),
    undecide: () => {
      if (canDecide && focus && shown.has(focus))
        acts.decide([{ partId: focus as PartId, verdict: "undecided", reason: null, note: "" }]);
    },
    comment: () => {
      if (!mayPin) return;
      const box = focusedBox();
      const middle = box && ([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2] as const);
      const [x, y] = picture.current?.pointer ?? middle ?? [size.width / 2, size.height / 2];
      setDraftAt([Math.min(size.width, Math.max(0, x)), Math.min(size.height, Math.max(0, y))]);
    },
    close: () => void finish(false),
    skip: () => (review.next ? goOn() : setHint("No other revision is waiting.")),
    toggle: (what) => {
      if (what === "help") setDialog((now) => (now === "help" ? null : "help"));
      else if (what === "diff" && !review.previous)
        setHint("This is the first revision; there is none to compare it with.");
      else setView((now) => ({ ...now, [what]: !now[what] }));
    },
    zoomToPart: () => {
      const box = zoomed ? null : focusedBox();
      if (box) picture.current?.showBox(box);
      else picture.current?.fit();
      setZoomed(box !== null);
    },
    zoom: (factor) => picture.current?.zoomBy(factor),
    fit: () => {
      picture.current?.fit();
      setZoomed(false);
    },
    edit: () => router.push(`/projects/${project.id}/images/${review.imageId}`),
    leave: () => (draftAt ? setDraftAt(null) : router.push(queue)),
  };

  return {
    picture,
    commands,
    state: { focus, view, dialog, draftAt, selected, hint },
    focus: setFocus,
    open: setDialog,
    shut: () => setDialog(null),
    dismiss: () => {
      acts.dismiss();
      setHint(null);
    },
    approve: approveOne,
    askWhy: (partId: string) => {
      setFocus(partId);
      setDialog("send-back");
    },
    sendBack: (partId: string, reason: ReviewReason, note: string) => {
      setHint(null);
      acts.decide([{ partId: partId as PartId, verdict: "changes_requested", reason, note }]);
      setDialog(null);
      moveOn(partId);
    },
    closeAndSetBack: () => void finish(true),
    reopen: (note: string) => void acts.reopen(note).then((done) => done && setDialog(null)),
    cancelPin: () => setDraftAt(null),
    pin: async (text: string, partId: PartId | null) => {
      if (!draftAt) return;
      await acts.comment({ x: draftAt[0], y: draftAt[1], text, partId });
      setDraftAt(null);
    },
    selectComment: (id: string) => {
      setSelected(id);
      const partId = review.comments.find((c) => c.id === id)?.partId;
      if (partId && parts.some((p) => p.id === partId)) setFocus(partId);
    },
    /** A click on a region brings its part into focus. */
    clickPicture: ([x, y]: readonly [number, number]) => {
      const { map, width, height } = source.frame;
      const [i, j] = [Math.floor(x * map.scaleX), Math.floor(y * map.scaleY)];
      if (!source.labels || i < 0 || j < 0 || i >= width || j >= height) return;
      const part = parts.find((p) => p.position === source.labels![j * width + i]);
      if (part) setFocus(part.id);
    },
  };
}
