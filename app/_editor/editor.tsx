"use client";

import { useEffect, useRef, useState } from "react";
import { Controller } from "./controller";
import classes from "./editor.module.css";
import { handleKey } from "./keys";
import { EditorContext, PropsContext } from "./panels/context";
import { FloatingBar } from "./panels/floating-bar";
import { Help } from "./panels/help";
import { Notices } from "./panels/notices";
import { PartsList } from "./panels/parts-list";
import { ReviewPanel } from "./panels/review-panel";
import { ScoreBars } from "./panels/score-bars";
import { ToolRail } from "./panels/tool-rail";
import { TopBar } from "./panels/top-bar";
import { ViewControls } from "./panels/view-controls";
import type { EditorProps } from "./types";

/**
 * The annotation editor of one image; fills its container. Another image, room or role starts it anew; a
 * silhouette, relevance map, revision or part list that arrives later is taken up where it stands.
 */
export default function Editor(props: EditorProps) {
  const [generation, setGeneration] = useState(0);
  const [reloaded, setReloaded] = useState<number | null>(null);
  const { image, collab, role, approved } = props;
  const identity = JSON.stringify([image.id, collab, role, approved, generation]);
  return (
    <OpenImage
      key={identity}
      {...props}
      reloaded={reloaded}
      onSeen={() => setReloaded(null)}
      onStale={(unsaved) => {
        setReloaded(unsaved);
        setGeneration((n) => n + 1);
      }}
    />
  );
}

interface OpenImageProps extends EditorProps {
  reloaded: number | null;
  onSeen: () => void;
  onStale: (unsaved: number) => void;
}

function OpenImage({ reloaded, onSeen, onStale, ...props }: OpenImageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const latest = useRef({ props, onStale });
  latest.current = { props, onStale };
  const [editor, setEditor] = useState<Controller | null>(null);

  useEffect(() => {
    const controller = new Controller(latest.current.props, (unsaved) => latest.current.onStale(unsaved));
    setEditor(controller);
    const onKey = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && handleKey(controller, event)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
      controller.destroy();
      setEditor(null);
    };
  }, []);

  useEffect(() => {
    if (editor && stage.current) editor.mount(stage.current);
  }, [editor]);

  useEffect(() => {
    editor?.refresh(props);
  });

  return (
    <div className={classes.root}>
      {editor && (
        <EditorContext.Provider value={editor}>
          <PropsContext.Provider value={props}>
            <TopBar />
            <div className={classes.body}>
              <ToolRail />
              <main className={classes.centre}>
                <div
                  ref={stage}
                  className={classes.stage}
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture takes Space and arrow keys.
                  tabIndex={0}
                  role="application"
                  aria-label={`Photograph ${props.image.name}. Drawing needs a pointer; parts and shapes are in the list.`}
                  data-testid="stage"
                />
                <FloatingBar />
                <ViewControls />
                <Notices reloaded={reloaded} onSeen={onSeen} />
              </main>
              <aside className={classes.side} aria-label="Parts and scores">
                <ReviewPanel />
                <PartsList />
                <ScoreBars />
              </aside>
            </div>
            <Help />
          </PropsContext.Provider>
        </EditorContext.Provider>
      )}
    </div>
  );
}
