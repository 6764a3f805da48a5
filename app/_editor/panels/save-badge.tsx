import { Group, Loader, Text, Tooltip } from "@mantine/core";
import { IconCloudCheck, IconCloudOff, IconEye, IconLock } from "@tabler/icons-react";
import { saveStatus } from "@/core/annotation/save-state";
import { may } from "@/core/domain/roles";
import classes from "../editor.module.css";
import { useEditor, useLive, useProps } from "./context";

/** “Saved” means committed in the database, not sent. */
export function SaveBadge() {
  const { canEdit } = useEditor();
  const { approved, role } = useProps();
  const save = useLive((s) => s.save);
  const refused = useLive((s) => s.refusal !== null);
  const status = refused ? "offline" : saveStatus(save);
  const changes = `${save.unsaved} ${save.unsaved === 1 ? "change" : "changes"}`;
  const hint =
    "Trying to reconnect. You can go on drawing; it is sent and saved as soon as the server answers.";
  const told = {
    loading: { icon: <Loader size={14} />, text: "Opening…", hint: "Loading the annotation." },
    saving: { icon: <Loader size={14} />, text: "Saving…", hint: `${changes} on the way to the database.` },
    saved: {
      ...(canEdit
        ? {
            icon: <IconCloudCheck size={17} />,
            text: "Saved",
            hint: "Every change is committed in the database.",
          }
        : approved && may(role, "annotation.edit")
          ? {
              icon: <IconLock size={17} />,
              text: "Approved",
              hint: "The image is approved: nobody edits it until a reviewer reopens it.",
            }
          : { icon: <IconEye size={17} />, text: "View only", hint: "Your role lets you look, not edit." }),
    },
    offline: {
      icon: <IconCloudOff size={17} />,
      text: `${refused ? "Not connected" : "Offline"}${save.unsaved > 0 ? `, ${changes} kept here` : ""}`,
      hint: refused ? "The server turned this connection down; see the notice." : hint,
    },
  }[status];
  return (
    <Tooltip label={told.hint} multiline maw={260}>
      <Group
        gap={6}
        wrap="nowrap"
        className={classes.save}
        data-status={status}
        role="status"
        data-testid="save-status"
      >
        {told.icon}
        <Text span size="sm">
          {told.text}
        </Text>
      </Group>
    </Tooltip>
  );
}
