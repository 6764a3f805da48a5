"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../api";

/** A save that is over when the project on screen is the saved one. */
export function useSave(work: () => Promise<unknown>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation<unknown, unknown, void>({
    mutationFn: async () => {
      await work();
      await queryClient.invalidateQueries(trpc.projects.get.queryFilter());
    },
  });
}
