"use client";
import { SegmentedControl } from "@mantine/core";

export type When = "then" | "now";

/** A finding on the data it was made from, or on what the project holds today. */
export function WhenControl({ value, onChange }: { value: When; onChange(when: When): void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Which data"
      data={[
        { value: "then", label: "As it was" },
        { value: "now", label: "As it is now" },
      ]}
      value={value}
      onChange={(when) => onChange(when as When)}
    />
  );
}
