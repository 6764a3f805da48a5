"use client";
import { Button, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconLock, IconMapQuestion } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { errorCode, errorText } from "./api";
import classes from "./states.module.css";

/** Nothing here (yet): says what would be here and offers the way to it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  page = false,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** It stands for a whole page, which has no other heading. */
  page?: boolean;
}) {
  return (
    <Stack component={page ? "main" : "div"} align="center" gap="xs" className={classes.state}>
      <div className={classes.icon} aria-hidden="true">
        {icon}
      </div>
      <Title order={page ? 1 : 2} size="h2">
        {title}
      </Title>
      <Text className={classes.text}>{children}</Text>
      {action && <div className={classes.action}>{action}</div>}
    </Stack>
  );
}

export function HomeButton() {
  return (
    <Button component={Link} href="/" variant="default">
      All projects
    </Button>
  );
}

/** Something could not be shown: says why, and what can be done about it. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const code = errorCode(error);
  const home = <HomeButton />;
  if (code === "forbidden")
    return (
      <EmptyState icon={<IconLock size={28} />} title="This is not open to you" action={home}>
        {errorText(error)}
      </EmptyState>
    );
  if (code === "not_found")
    return (
      <EmptyState icon={<IconMapQuestion size={28} />} title="Not found" action={home}>
        {errorText(error)}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconAlertTriangle size={28} />}
      title="This could not be loaded"
      action={retry && <Button onClick={retry}>Try again</Button>}
    >
      {errorText(error)}
    </EmptyState>
  );
}
