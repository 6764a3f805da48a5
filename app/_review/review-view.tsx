"use client";
import { useEffect, useMemo, useRef } from "react";
import { parseSnapshot } from "@/core/annotation/snapshot";
import { reviewedParts } from "@/core/domain/review";
import { useProject } from "../_ui/project/project-context";
import { imageUrls } from "../_ui/project/urls";
import { ReviewBanner } from "./banner";
import { CommentDraft, Comments } from "./comments";
import { closing, type Review, shownDecisions } from "./decisions";
import { ReviewHelp } from "./help";
import { handleReviewKey } from "./keys";
import { LaterEdits } from "./later-edits";
import { PartList } from "./part-list";
import { ReviewPicture } from "./picture/review-picture";
import { useLayers, usePicture } from "./picture/use-picture";
import { PictureBar } from "./picture-bar";
import { ReopenDialog } from "./reopen-dialog";
import classes from "./review.module.css";
import { ReviewScores } from "./review-scores";
import { ReviewTop } from "./review-top";
import { SendBack } from "./send-back";
import { useCommands } from "./use-commands";
import type { ReviewActs } from "./use-review";

/** The review of one frozen revision: picture, parts, comments, scores, and the keys that work on them. */
export function ReviewView({ review, acts }: { review: Review; acts: ReviewActs }) {
  const { me, project, may } = useProject();
  const parts = useMemo(() => reviewedParts(project.parts), [project.parts]);
  const superseded = review.newest.revisionId !== review.id;
  const canReview = may("revision.review");
  const canDecide = canReview && review.state === "submitted" && !superseded;
  const mayPin = canReview && review.state !== "approved" && !superseded;

  const shown = shownDecisions(review.decisions, acts.drafts, me.name);
  const end = closing(parts, shown);
  const absent = useMemo(() => new Set(parseSnapshot(review.geometry).absent), [review.geometry]);
  const size = { width: review.image.width ?? 1, height: review.image.height ?? 1 };
  const urls = imageUrls(review.image.id, review.image.stages);
  const transform = project.classifier?.inputTransform;
  const source = usePicture({
    size,
    displayUrl: urls.display,
    silhouetteUrl: urls.silhouette,
    relevance: urls.relevance && transform ? { url: urls.relevance, transform } : null,
    parts: project.parts,
    geometry: review.geometry,
    previousGeometry: review.previous?.geometry ?? null,
  });
  const { state, commands, picture, ...on } = useCommands({
    review,
    acts,
    parts,
    shown,
    end,
    source,
    size,
    canDecide,
    mayPin,
  });
  const focused = parts.find((p) => p.id === state.focus) ?? null;
  const layers = useLayers(source, project.parts, { ...state.view, focus: focused?.position ?? null });

  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && handleReviewKey(latest.current, event)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <div className={classes.root}>
      <ReviewTop
        review={review}
        end={end}
        canDecide={canDecide}
        busy={acts.closing || acts.reopening}
        onClose={commands.close}
        onSkip={review.next ? commands.skip : null}
        onReopen={canReview && review.state !== "submitted" && !superseded ? () => on.open("reopen") : null}
      />
      <div className={classes.body}>
        <ReviewPicture
          image={size}
          name={review.image.name}
          layers={layers}
          handle={picture}
          pins={review.comments.map((comment, index) => ({
            id: comment.id,
            at: [comment.x, comment.y],
            number: index + 1,
            text: comment.text,
            done: comment.settledAt !== null,
            active: state.selected === comment.id,
          }))}
          draft={
            state.draftAt && {
              at: state.draftAt,
              content: <CommentDraft part={focused} onCancel={on.cancelPin} onPin={on.pin} />,
            }
          }
          onPin={on.selectComment}
          onClick={on.clickPicture}
        >
          <PictureBar
            view={state.view}
            source={source}
            hasPrevious={review.previous !== null}
            commands={commands}
          />
        </ReviewPicture>
        <aside className={classes.side} aria-label="Review">
          <ReviewBanner
            review={review}
            canReview={canReview}
            superseded={superseded}
            problem={acts.problem ?? state.hint}
            onDismiss={on.dismiss}
          />
          <PartList
            parts={parts}
            shown={shown}
            before={review.previous?.decisions ?? []}
            changes={source.changes}
            pixels={source.pixels}
            absent={absent}
            focus={state.focus}
            canDecide={canDecide}
            onFocus={on.focus}
            onApprove={on.approve}
            onSendBack={on.askWhy}
          />
          <Comments
            comments={review.comments}
            parts={parts}
            me={me.id}
            selected={state.selected}
            onSelect={(comment) => on.selectComment(comment.id)}
            onSettle={may("annotation.edit") && review.state !== "approved" ? acts.settle : undefined}
            onRemove={mayPin ? acts.removeComment : undefined}
            removableOn={review.id}
          />
          <ReviewScores review={review} project={project} />
        </aside>
      </div>
      {state.dialog === "send-back" && focused && (
        <SendBack
          part={focused}
          present={shown.get(focused.id)}
          onClose={on.shut}
          onSend={(reason, note) => on.sendBack(focused.id, reason, note)}
        />
      )}
      {state.dialog === "later-edits" && (
        <LaterEdits review={review} onClose={on.shut} onDiscard={on.closeAndSetBack} />
      )}
      {state.dialog === "reopen" && (
        <ReopenDialog number={review.number} busy={acts.reopening} onClose={on.shut} onReopen={on.reopen} />
      )}
      <ReviewHelp open={state.dialog === "help"} onClose={on.shut} />
    </div>
  );
}
