"use client";
import { ActionIcon, Button, Group, Menu, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDots, IconDownload, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { errorText, type ImageCard, useTRPC } from "../api";
import { useProject } from "../project/project-context";
import classes from "./photos.module.css";

export function PhotoMenu({ image, failed }: { image: ImageCard; failed: boolean }) {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const [menuOpen, setMenuOpen] = useState(false);
  const [asking, ask] = useDisclosure(false);
  const onError = (error: unknown) => notifications.show({ color: "red", message: errorText(error) });
  const retry = useMutation(trpc.images.retry.mutationOptions({ onError }));
  const remove = useMutation(trpc.images.remove.mutationOptions({ onError, onSuccess: ask.close }));
  const target = { projectId: project.id, imageId: image.id };
  return (
    <div className={classes.menu} data-open={menuOpen || undefined}>
      <Menu position="bottom-end" opened={menuOpen} onChange={setMenuOpen}>
        <Menu.Target>
          <ActionIcon variant="default" size="md" aria-label={`Actions for ${image.name}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {failed && may("photo.upload") && (
            <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => retry.mutate(target)}>
              Try again
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconDownload size={16} />}
            component="a"
            href={`/api/images/${image.id}/original`}
          >
            Download original
          </Menu.Item>
          {may("photo.delete") && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={ask.open}>
              Remove…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={ask.close} title={`Remove ${image.name}?`} centered>
        <Text size="sm">
          The photograph goes for good, with everything that was drawn on it and its scores.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={ask.close}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(target)}>
            Remove
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
