"use client";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { toScreenPoint, type Viewport } from "@/app/_editor/stage/viewport";
import type { Size } from "@/core/domain/spaces";
import classes from "../review.module.css";
import { type Layers, Picture } from "./picture";

export interface Pin {
  id: string;
  at: readonly [number, number];
  number: number;
  text: string;
  done: boolean;
  active: boolean;
}

/** The photograph with its layers and pins. `handle` is the picture itself, for zoom and pointer. */
export function ReviewPicture({
  image,
  name,
  layers,
  pins,
  draft,
  handle,
  onPin,
  onClick,
  children,
}: {
  image: Size;
  name: string;
  layers: Layers;
  pins: readonly Pin[];
  /** Something shown at a place of the photograph: the comment being written. */
  draft: { at: readonly [number, number]; content: ReactNode } | null;
  handle: RefObject<Picture | null>;
  onPin: (id: string) => void;
  onClick: (point: readonly [number, number]) => void;
  children?: ReactNode;
}) {
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<Viewport | null>(null);
  const latest = useRef({ onClick, layers });
  latest.current = { onClick, layers };
  const { width, height } = image;

  useEffect(() => {
    if (!host.current) return;
    const picture = new Picture(host.current, { width, height }, setView, (point) =>
      latest.current.onClick(point),
    );
    picture.set(latest.current.layers);
    handle.current = picture;
    return () => {
      handle.current = null;
      picture.destroy();
    };
  }, [width, height, handle]);

  useEffect(() => handle.current?.set(layers), [layers, handle]);

  const place = (at: readonly [number, number]) => {
    const [left, top] = view ? toScreenPoint(view, at) : [0, 0];
    return { left, top };
  };
  return (
    <main className={classes.centre}>
      <div
        ref={host}
        className={classes.stage}
        role="img"
        aria-label={`Photograph ${name} with the regions of the frozen revision`}
        data-testid="review-stage"
      />
      {view && (
        <div className={classes.pins}>
          {pins.map((pin) => (
            <button
              key={pin.id}
              type="button"
              className={classes.pin}
              style={place(pin.at)}
              data-done={pin.done || undefined}
              data-active={pin.active || undefined}
              title={pin.text}
              aria-label={`Comment ${pin.number}: ${pin.text}`}
              onClick={() => onPin(pin.id)}
            >
              {pin.number}
            </button>
          ))}
          {draft && (
            <div className={classes.draft} style={place(draft.at)}>
              <span className={classes.draftDot} aria-hidden />
              {draft.content}
            </div>
          )}
        </div>
      )}
      {children}
    </main>
  );
}
