/** What a review can be told by keyboard; implemented by the view. */
export interface ReviewCommands {
  step(by: 1 | -1): void;
  approve(): void;
  approveRest(): void;
  sendBack(): void;
  undecide(): void;
  comment(): void;
  close(): void;
  skip(): void;
  toggle(what: "heat" | "diff" | "regions" | "help"): void;
  zoomToPart(): void;
  zoom(factor: number): void;
  fit(): void;
  edit(): void;
  leave(): void;
}

export interface ReviewBinding {
  keys: readonly string[];
  label: string;
  group: "Decide" | "Move" | "Look";
  run: (commands: ReviewCommands) => void;
}

/** Every shortcut once: the keyboard and the help read the same table. */
export const REVIEW_BINDINGS: readonly ReviewBinding[] = [
  { keys: ["j", "ArrowDown"], label: "Next part", group: "Move", run: (c) => c.step(1) },
  { keys: ["k", "ArrowUp"], label: "Previous part", group: "Move", run: (c) => c.step(-1) },
  { keys: ["n"], label: "Next revision, leaving this one open", group: "Move", run: (c) => c.skip() },
  { keys: ["e"], label: "Open in the editor", group: "Move", run: (c) => c.edit() },
  { keys: ["Escape"], label: "Back to the queue", group: "Move", run: (c) => c.leave() },
  { keys: ["a"], label: "Approve the part", group: "Decide", run: (c) => c.approve() },
  { keys: ["A"], label: "Approve all undecided parts", group: "Decide", run: (c) => c.approveRest() },
  { keys: ["r"], label: "Send the part back", group: "Decide", run: (c) => c.sendBack() },
  { keys: ["u"], label: "Take the decision back", group: "Decide", run: (c) => c.undecide() },
  { keys: ["c"], label: "Pin a comment at the cursor", group: "Decide", run: (c) => c.comment() },
  { keys: ["Enter"], label: "Close the review, go to the next", group: "Decide", run: (c) => c.close() },
  { keys: ["t"], label: "Heatmap", group: "Look", run: (c) => c.toggle("heat") },
  { keys: ["d"], label: "Compare with the revision before", group: "Look", run: (c) => c.toggle("diff") },
  { keys: ["o"], label: "Photograph alone", group: "Look", run: (c) => c.toggle("regions") },
  { keys: ["z"], label: "Zoom to the part, and back", group: "Look", run: (c) => c.zoomToPart() },
  { keys: ["+", "="], label: "Zoom in", group: "Look", run: (c) => c.zoom(1.25) },
  { keys: ["-"], label: "Zoom out", group: "Look", run: (c) => c.zoom(0.8) },
  { keys: ["0"], label: "Fit the photograph", group: "Look", run: (c) => c.fit() },
  { keys: ["?"], label: "This help", group: "Look", run: (c) => c.toggle("help") },
];

const BY_KEY = new Map(
  REVIEW_BINDINGS.flatMap((binding) => binding.keys.map((key) => [key, binding] as const)),
);

/** Keys that a focused button or link uses itself. */
const OF_CONTROLS = new Set(["Enter", " "]);

/** Runs what the key is bound to; true when something was. Typing and open dialogs keep their keys. */
export function handleReviewKey(commands: ReviewCommands, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target as HTMLElement | null;
  if (
    target?.closest(
      "input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]",
    )
  )
    return false;
  if (OF_CONTROLS.has(event.key) && target?.closest("button:not([data-part]), a")) return false;
  const binding = BY_KEY.get(event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : event.key);
  if (!binding) return false;
  binding.run(commands);
  return true;
}
