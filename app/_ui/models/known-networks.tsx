"use client";
import { Alert, Badge, Button, Code, CopyButton, Progress, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "@/server/trpc/router";
import { errorText, useTRPC } from "../api";
import { bytesText, count } from "../words";
import classes from "./models.module.css";

type Known = RouterOutputs["models"]["known"]["networks"][number];

/** Networks with a name of their own, each one click away; and where to find them when this machine cannot reach out. */
export function KnownNetworks() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.models.known.queryOptions());
  if (!data) return null;
  return (
    <section aria-labelledby="known-networks" className={classes.known}>
      <h2 id="known-networks">Known networks</h2>
      <Text size="sm" c="dimmed" mb="md" maw="72ch">
        Their files are known by checksum, with class names and input. Fetch one, or drop its file anywhere on
        this page: it is recognised whatever it is called.
        {!data.mayAdd && " Only people who own a project can add networks."}
      </Text>
      <ul className={classes.list}>
        {data.networks.map((network) => (
          <KnownRow key={network.name} network={network} mayAdd={data.mayAdd} />
        ))}
      </ul>
    </section>
  );
}

function KnownRow({ network, mayAdd }: { network: Known; mayAdd: boolean }) {
  const { title, kind, bytes, licence, urls, installedAs, download, classCount, inputSize } = network;
  const coming = download?.state === "waiting" || download?.state === "running";
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h3>{title}</h3>
        <Badge variant="default" tt="none" fw={500}>
          {kind}
        </Badge>
        <div className={classes.end}>
          <State network={network} coming={coming} mayAdd={mayAdd} />
        </div>
      </div>
      <div className={classes.facts}>
        {bytes !== null && <span>{bytesText(bytes)}</span>}
        <span>{count(classCount, "class", "classes")}</span>
        <span>
          {inputSize.width} × {inputSize.height}
        </span>
        <span>{licence}</span>
        <span>{urls[0] ? `from ${new URL(urls[0]).hostname}` : "no public file"}</span>
      </div>
      {coming && <Coming network={network} />}
      {!coming && !installedAs && download?.error && <ByHand network={network} error={download.error} />}
      {!installedAs && network.byHand && (
        <Text size="sm" mt={8}>
          {network.byHand} Then add both files here.
        </Text>
      )}
    </li>
  );
}

function State({ network, coming, mayAdd }: { network: Known; coming: boolean; mayAdd: boolean }) {
  const trpc = useTRPC();
  const fetching = useMutation(trpc.models.fetch.mutationOptions());
  const cancelling = useMutation(trpc.models.cancelFetch.mutationOptions());
  const { name, title, installedAs, download, urls } = network;
  if (installedAs)
    return (
      <Tooltip label={`In this installation as “${installedAs}”`}>
        <Badge variant="light" color="accent" tt="none" fw={500} leftSection={<IconCheck size={12} />}>
          Installed
        </Badge>
      </Tooltip>
    );
  if (coming)
    return (
      <Button
        size="compact-sm"
        variant="default"
        loading={cancelling.isPending}
        disabled={!mayAdd}
        onClick={() => cancelling.mutate({ name })}
        aria-label={`Cancel fetching ${title}`}
      >
        Cancel
      </Button>
    );
  if (urls.length === 0) return null;
  const begun = (download?.received ?? 0) > 0 && download?.state !== "done";
  return (
    <Tooltip
      label={fetching.error ? errorText(fetching.error) : ""}
      disabled={!fetching.error}
      opened={!!fetching.error}
    >
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconDownload size={14} />}
        loading={fetching.isPending}
        disabled={!mayAdd}
        onClick={() => fetching.mutate({ name })}
        aria-label={`${begun ? "Go on fetching" : "Fetch"} ${title}`}
      >
        {download?.state === "failed" ? "Try again" : begun ? "Go on" : "Fetch"}
      </Button>
    </Tooltip>
  );
}

function Coming({ network: { title, bytes, download } }: { network: Known }) {
  const received = download?.received ?? 0;
  const whole = bytes !== null && received >= bytes;
  const words =
    download?.state === "waiting"
      ? "In the queue …"
      : whole
        ? "All here; reading the network …"
        : `${bytesText(received)}${bytes === null ? "" : ` of ${bytesText(bytes)}`}`;
  return (
    <>
      <Progress
        mt={10}
        size={6}
        value={bytes === null ? 100 : (100 * received) / bytes}
        animated={bytes === null || whole}
        aria-label={`Fetching ${title}`}
      />
      <Text size="xs" c="dimmed" mt={4} role="status">
        {words}
      </Text>
    </>
  );
}

/** What went wrong, and what to do without the way out of this machine. */
function ByHand({ network: { urls, fileName, sha256 }, error }: { network: Known; error: string }) {
  const [reason] = error.split("\n");
  return (
    <Alert color="orange" variant="light" mt={10} title="It could not be fetched" role="alert">
      <Text size="sm">{reason}</Text>
      {urls[0] && (
        <Text size="sm" mt={6} component="div">
          Download{" "}
          <CopyButton value={urls[0]}>
            {({ copied, copy }) => (
              <Code className={classes.address} onClick={copy} title="Click to copy">
                {copied ? "Copied" : urls[0]}
              </Code>
            )}
          </CopyButton>{" "}
          on a machine that can reach it, and drop <b>{fileName}</b> on this page. Its checksum has to be{" "}
          <Code title={sha256 ?? ""}>{sha256?.slice(0, 12)}…</Code>.
        </Text>
      )}
    </Alert>
  );
}
