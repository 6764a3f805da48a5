"use client";
import { Alert, Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { errorText, useTRPC } from "../api";
import classes from "./door.module.css";

export function AcceptInvitation({ secret }: { secret: string }) {
  const trpc = useTRPC();
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess: ({ projectId }) => window.location.assign(`/projects/${projectId}/photos`),
    }),
  );
  return (
    <div className={classes.form}>
      {accept.error && (
        <Alert color="red" variant="light" role="alert">
          {errorText(accept.error)}
        </Alert>
      )}
      <Button
        fullWidth
        loading={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ secret })}
      >
        Join the project
      </Button>
    </div>
  );
}
