"use client";
import { Anchor, Select, Text } from "@mantine/core";
import Link from "next/link";
import type { Model } from "../api";

/** Chooses among the installation's networks of one kind; those that cannot be used are listed and closed. */
export function ModelSelect({
  label,
  kind,
  models,
  value,
  onChange,
}: {
  label: string;
  kind: Model["kind"];
  models: readonly Model[];
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const own = models.filter((model) => model.kind === kind);
  const chosen = own.find((model) => model.id === value);
  return (
    <div>
      <Select
        label={label}
        placeholder={own.length === 0 ? `No ${kind} yet` : "Choose"}
        data={own.map(({ id, name, usable }) => ({
          value: id,
          label: usable ? name : `${name} (cannot be used)`,
          disabled: !usable,
        }))}
        value={value}
        onChange={onChange}
        searchable
        allowDeselect={false}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {chosen ? (
          <>
            {chosen.inspection.summary} {chosen.note}
          </>
        ) : (
          <>
            Not in the list?{" "}
            <Anchor component={Link} href="/models" size="xs" underline="always">
              Add a network
            </Anchor>
          </>
        )}
      </Text>
    </div>
  );
}
