import { describe, expect, it } from "vitest";
import { handleReviewKey, REVIEW_BINDINGS, type ReviewCommands } from "./keys";

/** Notes which commands were given. */
function recorder() {
  const given: string[] = [];
  const commands = new Proxy({} as ReviewCommands, {
    get:
      (_target, name) =>
      (...args: unknown[]) =>
        given.push([String(name), ...args].join(" ")),
  });
  return { given, commands };
}

/** An element that is inside what matches one of `inside`. */
const within = (...inside: string[]) =>
  ({
    closest: (selector: string) => (inside.some((s) => selector.split(", ").includes(s)) ? {} : null),
  }) as unknown as EventTarget;

function press(key: string, more: Partial<KeyboardEvent> = {}) {
  const { given, commands } = recorder();
  const event = {
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    target: null,
    ...more,
  };
  const handled = handleReviewKey(commands, event as KeyboardEvent);
  return { given, handled };
}

describe("reviewing by keyboard", () => {
  it("gives every key one meaning", () => {
    const keys = REVIEW_BINDINGS.flatMap((b) => b.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("does what CVAT's reviewers and the help expect", () => {
    expect(press("j").given).toEqual(["step 1"]);
    expect(press("ArrowUp").given).toEqual(["step -1"]);
    expect(press("a").given).toEqual(["approve"]);
    expect(press("A", { shiftKey: true }).given).toEqual(["approveRest"]);
    expect(press("r").given).toEqual(["sendBack"]);
    expect(press("c").given).toEqual(["comment"]);
    expect(press("Enter").given).toEqual(["close"]);
    expect(press("?", { shiftKey: true }).given).toEqual(["toggle help"]);
  });

  it("approves one part, not all, while caps lock is on", () => {
    expect(press("A").given).toEqual(["approve"]);
  });

  it("leaves keys to the browser, to typing, and to open dialogs", () => {
    expect(press("r", { ctrlKey: true }).handled).toBe(false);
    expect(press("q").handled).toBe(false);
    expect(press("a", { target: within("textarea") }).handled).toBe(false);
    expect(press("Enter", { target: within("[role=dialog]") }).handled).toBe(false);
  });

  it("lets Enter press a focused button or link, and close the review otherwise", () => {
    expect(press("Enter", { target: within("button:not([data-part])") }).handled).toBe(false);
    expect(press("Enter", { target: within() }).given).toEqual(["close"]);
  });
});
