"use client";
import { ActionIcon, Button, Group, Popover, Stack, Text } from "@mantine/core";
import { IconHelp } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { errorText, type Model, useTRPC } from "../api";
import { count } from "../words";
import classes from "./models.module.css";
import { curvePath, randomisationWords } from "./randomisation-words";

/** Whether the maps of a classifier depend on what it learnt: the randomisation check, in a curve and a sentence. */
export function Randomisation({ model, mayAsk }: { model: Model; mayAsk: boolean }) {
  const trpc = useTRPC();
  const ask = useMutation(trpc.models.randomise.mutationOptions());
  if (model.kind !== "classifier" || !model.usable) return null;
  const { check } = model;
  const busy = check?.state === "waiting" || check?.state === "running";
  const result = check?.result ?? null;
  return (
    <div className={classes.check}>
      {result && (
        <svg viewBox="-2 -2 104 44" className={classes.curve} role="img" aria-label={curveLabel(result)}>
          <line x1="0" x2="100" y1="40" y2="40" className={classes.axis} />
          <path d={curvePath(result.curve, result.layers, "magnitudes")} className={classes.faint} />
          <path d={curvePath(result.curve, result.layers, "similarity")} className={classes.line} />
        </svg>
      )}
      <Group gap={4} wrap="nowrap" align="flex-start" flex={1}>
        <Text size="sm" c={result ? undefined : "dimmed"}>
          {ask.error
            ? errorText(ask.error)
            : busy
              ? "Randomisation check: being made …"
              : check?.error
                ? `Randomisation check: ${check.error}`
                : result
                  ? randomisationWords(result)
                  : "Randomisation check: not made yet. It is made by itself when a project’s fourth photograph is explained."}
        </Text>
        <Help />
      </Group>
      {!busy && mayAsk && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          loading={ask.isPending}
          onClick={() => ask.mutate({ modelId: model.id as never })}
        >
          {result ? "Check again" : "Check now"}
        </Button>
      )}
    </div>
  );
}

const curveLabel = ({ curve }: { curve: readonly { layers: number; similarity: number }[] }) =>
  `Similarity of maps: ${curve.map((p) => `${p.similarity.toFixed(2)} with ${count(p.layers, "layer", "layers")} random`).join(", ")}`;

function Help() {
  return (
    <Popover width={320} position="top-end" shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label="What the randomisation check is">
          <IconHelp size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="What the randomisation check is">
        <Stack gap={6}>
          <Text size="xs" lh={1.45}>
            The network is made to forget what it learnt, layer by layer from the scores down, and explains
            the same class of the same photographs again. The curve is the rank correlation of its maps with
            the trained network’s (the fainter one: of their magnitudes), from 1 at the top to 0. The maps are
            made with LRP-ε, whatever method a project has chosen.
          </Text>
          <Text size="xs" lh={1.45}>
            A map that hardly changes shows the photograph’s edges, not what the network learnt (Adebayo
            2018). It should fall towards 0. Networks with random weights give small similarities by their
            architecture alone, of magnitudes more than of signs.
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
