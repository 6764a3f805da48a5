"use client";
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";

interface Props {
  title: string;
  /** Said under the title: what is being done. */
  description: string;
  size?: string;
  action: string;
  /** The action takes something away. */
  danger?: boolean;
  ready: boolean;
  /** Said when a failure brings no words of its own. */
  failed: string;
  /** The dialog's owner closes it when this is fulfilled; a rejection is shown and may be tried again. */
  onSubmit(): Promise<unknown>;
  onClose(): void;
  children?: ReactNode;
}

/** A dialog with a few fields and one action, which says what went wrong and keeps what was typed. */
export function FormDialog({
  title,
  description,
  size,
  action,
  danger,
  ready,
  failed,
  onSubmit,
  onClose,
  children,
}: Props) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : failed);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} centered radius="md" {...(size ? { size } : {})}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {description}
          </Text>
          {children}
          {failure && (
            <Alert color="red" variant="light">
              {failure}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={!ready} {...(danger ? { color: "red" } : {})}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
