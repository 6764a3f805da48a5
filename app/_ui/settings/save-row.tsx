"use client";
import { Alert, Anchor, Button, Text } from "@mantine/core";
import type { useMutation } from "@tanstack/react-query";
import { errorText } from "../api";
import classes from "../forms/forms.module.css";
import { useProject } from "../project/project-context";
import type { DraftState } from "./draft";

type Field = Pick<DraftState<unknown>, "changed" | "outdated"> & { reset: () => void };

/** The end of a settings section: what it does, and the button. */
export function SaveRow({
  fields,
  problem,
  hint,
  save,
}: {
  fields: readonly Field[];
  problem?: string | undefined;
  hint?: string | undefined;
  save: ReturnType<typeof useMutation<unknown, unknown, void>>;
}) {
  const { may } = useProject();
  const changed = fields.some((field) => field.changed);
  const outdated = fields.filter((field) => field.outdated);
  if (!may("project.configure")) return null;
  const message = save.error ? errorText(save.error) : (problem ?? (changed ? hint : undefined));
  return (
    <div className={classes.actions}>
      {outdated.length > 0 && (
        <Alert color="yellow" variant="light" className={classes.outdated} role="status">
          Somebody else has changed this meanwhile. Saving replaces what they set.{" "}
          <Anchor
            component="button"
            type="button"
            size="sm"
            underline="always"
            onClick={() => outdated.map((field) => field.reset())}
          >
            Take theirs
          </Anchor>
        </Alert>
      )}
      <Text size="sm" c={save.error ? "red" : "dimmed"} flex={1} role={save.error ? "alert" : undefined}>
        {message ?? (save.isSuccess && !changed ? "Saved." : "")}
      </Text>
      <Button
        disabled={!changed || problem !== undefined}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        Save
      </Button>
    </div>
  );
}
