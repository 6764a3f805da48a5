"use client";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  retryLink,
  splitLink,
  type TRPCLink,
  wsLink,
} from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { LIVE_PATH } from "@/core/domain/events";
import type { AppRouter } from "@/server/trpc/router";
import { errorCode, mayPass, TRPCProvider } from "./api";
import { socketUrl } from "./socket-url";
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

/** One socket for all of a page's subscriptions: opened by the first, and again whenever it is lost. */
const liveEvents: TRPCLink<AppRouter> = (runtime) => {
  let overSocket: ReturnType<TRPCLink<AppRouter>> | undefined;
  const open = () => {
    const client = createWSClient({
      url: socketUrl(LIVE_PATH),
      keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 },
      retryDelayMs: untilNextAttempt,
    });
    return wsLink<AppRouter>({ client, transformer: superjson })(runtime);
  };
  return (operation) => {
    overSocket ??= open();
    return overSocket(operation);
  };
};

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
        true: [
          // A server whose database is away refuses a subscription for the moment.
          retryLink({ retry: ({ error }) => mayPass(error), retryDelayMs: untilNextAttempt }),
          liveEvents,
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
