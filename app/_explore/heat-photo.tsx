"use client";
import { useEffect, useRef, useState } from "react";
import classes from "./explore.module.css";
import { loadHeatmap } from "./relevance";

interface Props {
  src: string;
  alt: string;
  relevanceUrl: string | null;
  /** Where the model's frame lies on the photograph, in fractions of it. */
  frame?: { x: number; y: number; width: number; height: number };
  /** 0 hides the heatmap. */
  opacity: number;
  maxWidth: number | string;
  maxHeight: number | string;
}

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

/** A photograph with its relevance laid over it: red speaks for the explained class, blue against. */
export function HeatPhoto({ src, alt, relevanceUrl, frame = WHOLE, opacity, maxWidth, maxHeight }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  const wanted = relevanceUrl !== null && opacity > 0;

  useEffect(() => {
    if (!wanted || relevanceUrl === null) return;
    let gone = false;
    setFailed(false);
    loadHeatmap(relevanceUrl)
      .then((picture) => {
        const target = canvas.current;
        if (gone || !target) return;
        target.width = picture.width;
        target.height = picture.height;
        target.getContext("2d")?.putImageData(picture, 0, 0);
      })
      .catch(() => {
        if (!gone) setFailed(true);
      });
    return () => {
      gone = true;
    };
  }, [relevanceUrl, wanted]);

  return (
    <div className={classes.photo} title={failed ? "The heatmap could not be loaded." : undefined}>
      {/* biome-ignore lint/performance/noImgElement: authorised, content-addressed files; nothing to optimise. */}
      <img src={src} alt={alt} style={{ maxWidth, maxHeight }} loading="lazy" decoding="async" />
      {wanted && (
        <canvas
          ref={canvas}
          width={1}
          height={1}
          style={{
            left: `${frame.x * 100}%`,
            top: `${frame.y * 100}%`,
            width: `${frame.width * 100}%`,
            height: `${frame.height * 100}%`,
            opacity,
          }}
        />
      )}
    </div>
  );
}
