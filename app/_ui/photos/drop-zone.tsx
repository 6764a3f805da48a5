"use client";
import { IconUpload } from "@tabler/icons-react";
import { type ChangeEvent, type DragEvent, type ReactNode, type RefObject, useRef, useState } from "react";
import { droppedFiles } from "./dropped-files";
import classes from "./photos.module.css";
import { useUploads } from "./uploads";

/** A page on which photographs and folders can be dropped; `openPicker` opens the browser's own chooser. */
export function DropZone({
  enabled,
  openPicker,
  children,
}: {
  enabled: boolean;
  openPicker: RefObject<((what: "files" | "folder") => void) | null>;
  children: ReactNode;
}) {
  const uploads = useUploads();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  openPicker.current = (what) => (what === "folder" ? folder : input).current?.click();

  const carriesFiles = (event: DragEvent) => enabled && event.dataTransfer.types.includes("Files");
  const drag = (change: 1 | -1) => (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    // Entering a child leaves its parent: only the balance tells whether the pointer is outside.
    depth.current += change;
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    void droppedFiles(event.dataTransfer).then(uploads.add);
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    uploads.add([...(event.currentTarget.files ?? [])]);
    event.currentTarget.value = "";
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same.
    <div
      className={classes.zone}
      onDragEnter={drag(1)}
      onDragLeave={drag(-1)}
      onDragOver={(event) => carriesFiles(event) && event.preventDefault()}
      onDrop={drop}
    >
      {enabled && (
        <>
          <input
            ref={input}
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp"
            onChange={choose}
            aria-label="Photographs to upload"
            tabIndex={-1}
            hidden
          />
          <input
            ref={folder}
            type="file"
            // @ts-expect-error: every browser has it, React's types do not.
            webkitdirectory=""
            onChange={choose}
            aria-label="Folder to upload"
            tabIndex={-1}
            hidden
          />
        </>
      )}
      {children}
      {over && (
        <div className={classes.overlay} aria-hidden="true">
          <IconUpload size={32} stroke={1.6} />
          Drop to upload
        </div>
      )}
    </div>
  );
}
