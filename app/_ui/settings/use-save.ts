"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../api";

/** A save that is over when the project on screen is the saved one; then the fields let go of their edits. */
export function useSave(work: () => Promise<unknown>, fields: readonly { reset: () => void }[]) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation<unknown, unknown, void>({
    mutationFn: async () => {
      await work();
      await queryClient.invalidateQueries(trpc.projects.get.queryFilter());
      for (const field of fields) field.reset();
    },
  });
}
