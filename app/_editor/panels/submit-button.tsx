import { Alert, Button, Popover, Text } from "@mantine/core";
import { IconAlertTriangle, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { saveStatus } from "@/core/annotation/save-state";
import { blocksSubmit } from "@/core/annotation/validate";
import { may } from "@/core/domain/roles";
import classes from "../editor.module.css";
import type { LiveState } from "../state";
import type { Store } from "../store";
import { useEditor, useLive, useProps } from "./context";

/** Freezes a revision, once everything is saved; says what is in the way or worth a look first. */
export function SubmitButton() {
  const editor = useEditor();
  const problems = useLive((s) => s.problems);
  const ready = useLive((s) => s.ready && s.refusal === null);
  const [open, setOpen] = useState(false);
  const [phase, setPhase] = useState<"idle" | "sending" | "failed">("idle");
  const [error, setError] = useState("");
  const { role, approved, review } = useProps();
  if (!may(role, "revision.submit") || approved) return null;
  const name = review?.state === "changes_requested" ? "Submit again" : "Submit";
  const blocked = blocksSubmit(problems);

  const submit = async () => {
    setPhase("sending");
    try {
      await everythingSaved(editor.live);
      await editor.props.onSubmit();
      setPhase("idle");
      setOpen(false);
      editor.view.set({ announcement: "Revision frozen" });
    } catch (cause) {
      setPhase("failed");
      setOpen(true);
      setError(cause instanceof Error ? cause.message : "The revision could not be frozen. Try again.");
    }
  };

  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={340}
      shadow="md"
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          size="xs"
          leftSection={<IconSend size={15} />}
          disabled={!ready}
          loading={phase === "sending"}
          color={blocked ? "gray" : undefined}
          onClick={() => (problems.length > 0 ? setOpen((o) => !o) : void submit())}
        >
          {name}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {phase === "failed" && (
          <Alert color="red" icon={<IconAlertTriangle size={16} />} mb="sm">
            {error}
          </Alert>
        )}
        <Text fw={600} size="sm" mb={6}>
          {blocked ? "Mend these before a revision can be frozen" : "Freeze a revision of this image?"}
        </Text>
        <ul className={classes.problems}>
          {problems
            .filter((p) => !blocked || p.severity === "blocks")
            .map((p) => (
              <Text component="li" size="sm" key={`${p.code}${p.partId}${p.shapeId}`}>
                <button
                  type="button"
                  className={classes.problem}
                  disabled={!p.shapeId}
                  onClick={() => {
                    editor.setTool("select");
                    editor.select(p.shapeId);
                    setOpen(false);
                  }}
                >
                  {p.message}
                </button>
              </Text>
            ))}
        </ul>
        {!blocked && (
          <Button fullWidth size="xs" loading={phase === "sending"} onClick={() => void submit()}>
            {problems.length > 0 ? "Submit as it is" : name}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** A revision is made from what the server has: waits until it has everything, ten seconds at most. */
function everythingSaved(live: Store<LiveState>): Promise<void> {
  return new Promise((resolve, reject) => {
    const saved = () => saveStatus(live.get().save) === "saved";
    if (saved()) return resolve();
    const stop = live.subscribe(() => {
      if (saved()) done(resolve);
    });
    const timer = setTimeout(
      () =>
        done(() =>
          reject(new Error("Your last changes are not saved yet. Wait for “Saved”, then submit again.")),
        ),
      10_000,
    );
    const done = (then: () => void) => {
      clearTimeout(timer);
      stop();
      then();
    };
  });
}
