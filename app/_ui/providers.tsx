"use client";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, retryLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/trpc/router";
import { errorCode, mayPass, TRPCProvider } from "./api";
import { theme } from "./theme";

const URL = "/api/trpc";

/** A session that has ended sends people to the door and back here afterwards. */
function leaveWhenSignedOut(error: unknown): void {
  if (errorCode(error) !== "unauthenticated") return;
  const here = window.location.pathname + window.location.search;
  if (here.startsWith("/sign-")) return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

/** Growing pauses with some chance in them, so that not everybody comes back at once. */
const untilNextAttempt = (attempt: number) =>
  Math.min(10_000, 500 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);

function createClients() {
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays one however often it is asked; a lost connection may come back.
        retry: (failures, error) => mayPass(error) && failures < 3,
        refetchInterval: ({ state }) => (state.error && mayPass(state.error) ? 5_000 : false),
      },
    },
  });
  const trpcClient = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        // A browser gives an event stream up for good at the first answer that is none (a proxy's 502, say).
        true: [
          retryLink({ retry: ({ error }) => mayPass(error), retryDelayMs: untilNextAttempt }),
          httpSubscriptionLink({ url: URL, transformer: superjson }),
        ],
        false: httpBatchLink({ url: URL, transformer: superjson, maxURLLength: 4000 }),
      }),
    ],
  });
  return { queryClient, trpcClient };
}

export function Providers({ children }: { children: ReactNode }) {
  const [{ queryClient, trpcClient }] = useState(createClients);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" autoClose={6000} />
      <QueryClientProvider client={queryClient}>
        <TRPCProvider queryClient={queryClient} trpcClient={trpcClient}>
          {children}
        </TRPCProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
