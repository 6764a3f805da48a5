import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Drag } from "@/core/annotation/awareness";
import { addBox } from "@/core/annotation/commands/add-box";
import { addPolygon } from "@/core/annotation/commands/add-polygon";
import { setLocked } from "@/core/annotation/commands/shape-state";
import { readDocument } from "@/core/annotation/read";
import type { PolygonShape } from "@/core/annotation/snapshot";
import { peer } from "@/core/annotation/testing/peers";
import type { GestureHost, PointerInput } from "../gestures/types";
import { INITIAL_LIVE, INITIAL_VIEW, type LiveState, type ToolName, type ViewState } from "../state";
import { createStore } from "../store";
import { createTools } from "./all";

const SQUARE = [
  [100, 100],
  [200, 100],
  [200, 200],
  [100, 200],
] as const;

/** An editor without a screen: one image pixel is one screen pixel. */
function desk(canEdit = true) {
  const me = peer("me", 1);
  const view = createStore<ViewState>({ ...INITIAL_VIEW, activePartId: "ear" });
  const live = createStore<LiveState>({ ...INITIAL_LIVE, ready: true });
  const read = () => live.set({ snapshot: readDocument(me.doc) });
  me.doc.on("afterTransaction", read);
  let updates = 0;
  me.doc.on("update", () => updates++);
  const drags: (Drag | null)[] = [];
  const host: GestureHost = {
    view,
    live,
    edit: me,
    image: { width: 400, height: 300 },
    unit: () => 1,
    drag: (drag) => drags.push(drag),
    panBy: (dx, dy) => pans.push([dx, dy]),
    select: (selectedId) => view.set({ selectedId }),
    setTool: (tool) => view.set({ tool }),
  };
  const pans: [number, number][] = [];
  const tools = createTools(host, canEdit);
  const input = (x: number, y: number, o: Partial<PointerInput> = {}): PointerInput => ({
    point: [x, y],
    screen: [x, y],
    alt: false,
    shift: false,
    ...o,
  });
  const stroke = (
    tool: ToolName,
    path: readonly (readonly [number, number])[],
    o: Partial<PointerInput> = {},
  ) => {
    const [first, ...rest] = path;
    const gesture = tools[tool].press(input(...first!, o));
    for (const p of rest) gesture?.move(input(...p, o));
    gesture?.end(input(...path.at(-1)!, o));
  };
  const shapes = () => readDocument(me.doc).shapes;
  return { me, view, live, tools, drags, pans, input, stroke, shapes, updates: () => updates };
}
const ring = (shape: unknown) => (shape as PolygonShape).vertices.map((v) => [v.x, v.y]);

describe("select", () => {
  it("drags a vertex as one edit at the end, told as a drag meanwhile, and never beyond the photograph", () => {
    const d = desk();
    d.view.set({ selectedId: addPolygon(d.me, "ear", SQUARE) });
    d.stroke("select", [
      [101, 99],
      [60, 60],
      [-50, 50],
    ]);
    expect(d.updates()).toBe(2);
    expect(ring(d.shapes()[0])[0]).toEqual([0, 50]);
    expect(d.drags.map((x) => x?.kind)).toEqual(["vertices", "vertices", undefined]);
  });

  it("writes nothing when a vertex is only clicked, or the gesture is cancelled", () => {
    const d = desk();
    d.view.set({ selectedId: addPolygon(d.me, "ear", SQUARE) });
    d.stroke("select", [[100, 100]]);
    const gesture = d.tools.select.press(d.input(100, 100));
    gesture?.move(d.input(50, 50));
    gesture?.cancel();
    expect(d.updates()).toBe(1);
    expect(d.drags.at(-1)).toBeNull();
  });

  it("adds a point by a press on an edge, moved or not, as one edit", () => {
    const d = desk();
    d.view.set({ selectedId: addPolygon(d.me, "ear", SQUARE) });
    d.stroke("select", [
      [150, 102],
      [150, 60],
    ]);
    d.stroke("select", [[102, 150]]);
    expect(ring(d.shapes()[0])).toEqual([
      [100, 100],
      [150, 60],
      [200, 100],
      [200, 200],
      [100, 200],
      [100, 150],
    ]);
    expect(d.updates()).toBe(3);
  });

  it("removes a point by Alt-click, down to three", () => {
    const d = desk();
    d.view.set({ selectedId: addPolygon(d.me, "ear", SQUARE) });
    d.stroke("select", [[100, 100]], { alt: true });
    d.stroke("select", [[200, 100]], { alt: true });
    expect(ring(d.shapes()[0])).toHaveLength(3);
    expect(d.view.get().announcement).toContain("three points");
    expect(d.view.get().refused?.text).toContain("three points");
  });

  it("moves a shared border together with Shift, as one edit, and apart without", () => {
    const d = desk();
    const left = addPolygon(d.me, "ear", SQUARE);
    const right = addPolygon(d.me, "eye", [
      [200, 100],
      [300, 100],
      [300, 200],
      [200, 200],
    ]);
    d.view.set({ selectedId: left });
    d.stroke(
      "select",
      [
        [200, 100],
        [220, 90],
      ],
      { shift: true },
    );
    expect(d.updates()).toBe(3);
    const at = (id: string) => ring(d.shapes().find((s) => s.id === id));
    expect([at(left)[1], at(right)[0]]).toEqual([
      [220, 90],
      [220, 90],
    ]);
    d.stroke("select", [
      [200, 200],
      [190, 210],
    ]);
    expect([at(left)[2], at(right)[3]]).toEqual([
      [190, 210],
      [200, 200],
    ]);
    // Brought close again with Shift, it snaps back onto the neighbour's corner.
    d.stroke(
      "select",
      [
        [190, 210],
        [197, 204],
      ],
      { shift: true },
    );
    expect(at(left)[2]).toEqual([200, 200]);
  });

  it("moves a whole shape, resizes a box, pans on nothing and lets go by a click on nothing", () => {
    const d = desk();
    const id = addBox(d.me, "eye", [10, 10, 50, 50]);
    d.stroke("select", [
      [30, 30],
      [40, 35],
    ]);
    expect(d.view.get().selectedId).toBe(id);
    expect(d.shapes()[0]).toMatchObject({ box: [20, 15, 50, 50] });
    d.stroke("select", [
      [70, 65],
      [90, 95],
    ]);
    expect(d.shapes()[0]).toMatchObject({ box: [20, 15, 70, 80] });
    d.stroke("select", [
      [300, 200],
      [310, 190],
    ]);
    expect(d.pans).toEqual([[10, -10]]);
    expect(d.view.get().selectedId).toBe(id);
    d.stroke("select", [[300, 200]]);
    expect(d.view.get().selectedId).toBeNull();
  });

  it("leaves locked shapes alone, and everything for a viewer", () => {
    const locked = desk();
    const id = addPolygon(locked.me, "ear", SQUARE);
    setLocked(locked.me, id, true);
    locked.stroke("select", [
      [150, 150],
      [190, 190],
    ]);
    locked.stroke("select", [
      [100, 100],
      [90, 90],
    ]);
    expect(locked.updates()).toBe(2);
    const viewer = desk(false);
    addPolygon(viewer.me, "ear", SQUARE);
    viewer.stroke("select", [
      [150, 150],
      [190, 190],
    ]);
    expect(viewer.view.get().selectedId).not.toBeNull();
    expect(viewer.updates()).toBe(1);
  });
});

describe("drawing", () => {
  it("closes a polygon by Enter, by a double click, and by a click on its first point", () => {
    const d = desk();
    const click = (x: number, y: number) => d.tools.polygon.press(d.input(x, y));
    const close = [
      () => d.tools.polygon.key?.("Enter"),
      () => {
        click(20, 90);
        d.tools.polygon.doubleClick?.(d.input(20, 90));
      },
      () => click(12, 11),
    ];
    for (const [i, end] of close.entries()) {
      for (const [x, y] of [
        [10, 10],
        [90, 10],
        [90, 90],
        [20, 90],
      ] as const)
        click(x, y);
      expect(d.shapes()).toHaveLength(i);
      end();
      expect(ring(d.shapes()[i])).toEqual([
        [10, 10],
        [90, 10],
        [90, 90],
        [20, 90],
      ]);
    }
    expect(d.updates()).toBe(3);
    expect(d.view.get()).toMatchObject({ tool: "select", selectedId: d.shapes()[2]?.id });
  });

  it("takes points back by Backspace and drops all by Escape; two points are no polygon", () => {
    const d = desk();
    const { polygon } = d.tools;
    expect(polygon.key?.("Enter")).toBe(false);
    for (const [x, y] of [
      [10, 10],
      [90, 10],
      [90, 90],
    ] as const)
      polygon.press(d.input(x, y));
    expect(polygon.key?.("Backspace")).toBe(true);
    expect(polygon.key?.("Enter")).toBe(true);
    expect(d.shapes()).toHaveLength(0);
    expect(polygon.key?.("Escape")).toBe(true);
    expect(d.drags.at(-1)).toBeNull();
    expect(polygon.key?.("Escape")).toBe(false);
  });

  it("undo takes the last point back and redo puts it there again; only then come earlier shapes", () => {
    const d = desk();
    const { polygon } = d.tools;
    expect(polygon.undo?.()).toBe(false);
    for (const [x, y] of SQUARE) polygon.press(d.input(x, y));
    expect([polygon.undo?.(), polygon.undo?.(), polygon.redo?.()]).toEqual([true, true, true]);
    polygon.key?.("Enter");
    expect(ring(d.shapes()[0])).toEqual(SQUARE.slice(0, 3));
    // A new point makes what was taken back history.
    for (const [x, y] of SQUARE) polygon.press(d.input(x, y));
    polygon.undo?.();
    polygon.press(d.input(150, 250));
    polygon.redo?.();
    polygon.key?.("Enter");
    expect(ring(d.shapes()[1]).at(-1)).toEqual([150, 250]);
    expect([polygon.undo?.(), polygon.redo?.()]).toEqual([false, false]);
  });

  it("shows the silhouette's stroke while it is painted, and nothing of it after", () => {
    const d = desk();
    const gesture = d.tools.silhouette.press(d.input(10, 10, { alt: true }));
    gesture?.move(d.input(60, 10));
    expect(d.view.get().silhouetteStroke).toMatchObject({ mode: "erase", path: [10, 10, 60, 10] });
    gesture?.end(d.input(60, 10));
    expect(d.view.get().silhouetteStroke).toBeNull();
    expect(readDocument(d.me.doc).silhouette).toHaveLength(1);
  });

  it("says on screen why the eraser does nothing", () => {
    const d = desk();
    d.stroke("eraser", [[10, 10]]);
    expect(d.view.get().refused?.text).toContain("no shape here");
  });

  it("draws boxes, squares with Shift, and nothing for a click", () => {
    const d = desk();
    d.stroke("box", [
      [50, 50],
      [20, 30],
    ]);
    d.stroke(
      "box",
      [
        [100, 100],
        [160, 130],
      ],
      { shift: true },
    );
    d.stroke("box", [
      [10, 10],
      [11, 11],
    ]);
    expect(d.shapes().map((s) => s.type === "box" && s.box)).toEqual([
      [20, 30, 30, 20],
      [100, 100, 30, 30],
    ]);
  });

  it("paints strokes of a part into one shape, erases with Alt, one edit a stroke", () => {
    const d = desk();
    d.stroke("brush", [
      [10, 10],
      [20, 10],
      [30, 10],
    ]);
    d.stroke("brush", [
      [10, 40],
      [30, 40],
    ]);
    d.stroke("brush", [[20, 10]], { alt: true });
    d.stroke("eraser", [
      [10, 40],
      [12, 40],
    ]);
    expect(d.shapes()).toHaveLength(1);
    expect(d.shapes()[0]?.strokes.map((s) => s.mode)).toEqual(["add", "add", "erase", "erase"]);
    expect(d.shapes()[0]?.strokes[0]?.path).toEqual([10, 10, 30, 10]);
    expect(d.updates()).toBe(4);
    // Beside the shape there is nothing to take away, and nothing to undo.
    d.stroke("eraser", [[150, 200]]);
    expect(d.view.get().refused?.text).toContain("Nothing of the shape");
    expect(d.updates()).toBe(4);
  });

  it("corrects the silhouette both ways", () => {
    const d = desk();
    d.stroke("silhouette", [
      [10, 10],
      [20, 20],
    ]);
    d.stroke("silhouette", [[10, 10]], { alt: true });
    expect(readDocument(d.me.doc).silhouette.map((s) => s.mode)).toEqual(["add", "erase"]);
    expect(Y.encodeStateAsUpdate(d.me.doc).length).toBeLessThan(400);
  });
});
