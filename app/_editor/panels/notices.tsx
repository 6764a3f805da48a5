import { Alert, Button, Center, Group, Loader, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconPhotoOff } from "@tabler/icons-react";
import { useEffect } from "react";
import classes from "../editor.module.css";
import { useEditor, useLive, useProps, useView } from "./context";

/** What the person must know about the connection and the files, over the picture. */
export function Notices({ reloaded, onSeen }: { reloaded: number | null; onSeen: () => void }) {
  const editor = useEditor();
  const refusal = useLive((s) => s.refusal);
  const photo = useLive((s) => s.resources.photo);
  const silhouette = useLive((s) => s.resources.silhouette);
  const ready = useLive((s) => s.ready);
  const { approved } = useProps();
  return (
    <>
      <div className={classes.notices}>
        {refusal && (
          <Alert
            color="red"
            variant="filled"
            icon={<IconAlertTriangle size={18} />}
            title={refusal.title}
            role="alert"
          >
            <Group justify="space-between" align="end" gap="md">
              <Text size="sm">{refusal.advice}</Text>
              {refusal.retry && (
                <Button size="compact-xs" variant="white" color="red" onClick={() => editor.session.retry()}>
                  Connect again
                </Button>
              )}
            </Group>
          </Alert>
        )}
        {reloaded !== null && !refusal && (
          <Alert
            color="blue"
            icon={<IconInfoCircle size={18} />}
            title={approved ? "The image was approved" : "The annotation was replaced"}
            withCloseButton
            onClose={onSeen}
          >
            {approved
              ? "You see it as it was approved."
              : "A reviewer or owner set this image to another state; you now see that one."}
            {reloaded > 0 &&
              ` ${reloaded === 1 ? "One of your changes" : `${reloaded} of your changes`} had not been saved before and ${reloaded === 1 ? "is" : "are"} not part of it.`}
          </Alert>
        )}
        {silhouette === "failed" && (
          <Alert color="yellow" icon={<IconAlertTriangle size={18} />}>
            The silhouette could not be loaded, so whole shapes are shown. Reload the page to try again.
          </Alert>
        )}
        <Refused />
      </div>
      {photo === "failed" && (
        <Center className={classes.cover}>
          <Stack align="center" gap="xs">
            <IconPhotoOff size={36} stroke={1.4} />
            <Text>The photograph could not be loaded.</Text>
            <Button size="xs" variant="default" onClick={() => editor.refresh(editor.props)}>
              Try again
            </Button>
          </Stack>
        </Center>
      )}
      {!refusal && photo !== "failed" && (photo === "loading" || !ready) && (
        <Group className={classes.opening} gap={8}>
          <Loader size={14} />
          <Text size="xs">Opening…</Text>
        </Group>
      )}
      <Announcement />
    </>
  );
}

const REFUSED_MS = 4_000;

/** Why nothing happened, for the eye; screen readers hear it from the announcement. */
function Refused() {
  const editor = useEditor();
  const refused = useView((s) => s.refused);
  useEffect(() => {
    if (!refused) return;
    const timer = setTimeout(() => editor.view.set({ refused: null }), REFUSED_MS);
    return () => clearTimeout(timer);
  }, [editor, refused]);
  return (
    refused && (
      <div className={classes.refused} aria-hidden data-testid="refused">
        {refused.text}
      </div>
    )
  );
}

function Announcement() {
  const text = useView((s) => s.announcement);
  return <VisuallyHidden aria-live="polite">{text}</VisuallyHidden>;
}
