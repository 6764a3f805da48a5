"use client";
import { NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { InputTransform } from "@/core/domain/spaces";
import classes from "./models.module.css";
import { parseTriple, TRANSFORMS } from "./transforms";

const RESIZES = [
  { value: "stretch", label: "Stretch to the input size" },
  { value: "shorter-side", label: "Shorter side, then centre crop" },
  { value: "longer-side-pad", label: "Longer side, padded" },
];

/** How a photograph becomes the network's input; declared once, used by everything. */
export function TransformFields({
  value,
  onChange,
}: {
  value: InputTransform;
  onChange: (transform: InputTransform) => void;
}) {
  const change = (fields: Partial<InputTransform>) => onChange({ ...value, ...fields });
  return (
    <>
      <Select
        label="Input"
        placeholder="Custom"
        data={Object.entries(TRANSFORMS).map(([name, { label }]) => ({ value: name, label }))}
        value={presetOf(value)}
        onChange={(name) => name && TRANSFORMS[name] && onChange(TRANSFORMS[name].transform)}
      />
      <div className={classes.row}>
        <Size
          label="Width"
          value={value.size.width}
          set={(width) => change({ size: { ...value.size, width } })}
        />
        <Size
          label="Height"
          value={value.size.height}
          set={(height) => change({ size: { ...value.size, height } })}
        />
        <Size
          label="Resize to"
          value={value.resizeTo}
          disabled={value.resize !== "shorter-side"}
          set={(resizeTo) => change({ resizeTo })}
        />
      </div>
      <div className={classes.half}>
        <Select
          label="Resize"
          data={RESIZES}
          value={value.resize}
          allowDeselect={false}
          onChange={(resize) => {
            if (!resize) return;
            const { resizeTo: _, ...rest } = value;
            const mode = resize as InputTransform["resize"];
            const side = Math.max(value.size.width, value.size.height);
            onChange({ ...rest, resize: mode, ...(mode === "shorter-side" ? { resizeTo: side } : {}) });
          }}
        />
        <Select
          label="Channels"
          data={["RGB", "BGR"]}
          value={value.channelOrder}
          allowDeselect={false}
          onChange={(order) => order && change({ channelOrder: order as "RGB" | "BGR" })}
        />
      </div>
      <div className={classes.row}>
        <NumberInput
          label="Scale"
          description="of a value from 0 to 255"
          value={value.scale}
          min={0}
          step={0.001}
          decimalScale={8}
          onChange={(scale) => Number(scale) > 0 && change({ scale: Number(scale) })}
        />
        <Triple label="Mean" value={value.mean} set={(mean) => change({ mean })} />
        <Triple label="Standard deviation" value={value.std} set={(std) => change({ std })} />
      </div>
    </>
  );
}

function presetOf(value: InputTransform): string | null {
  const text = JSON.stringify(value);
  return (
    Object.entries(TRANSFORMS).find(([, { transform }]) => JSON.stringify(transform) === text)?.[0] ?? null
  );
}

function Size({
  label,
  value,
  set,
  disabled = false,
}: {
  label: string;
  value: number | undefined;
  set: (n: number) => void;
  disabled?: boolean;
}) {
  return (
    <NumberInput
      label={label}
      value={value ?? ""}
      min={1}
      max={4096}
      allowDecimal={false}
      suffix=" px"
      disabled={disabled}
      onChange={(n) => Number(n) >= 1 && set(Number(n))}
    />
  );
}

type Three = [number, number, number];

function Triple({ label, value, set }: { label: string; value: Three; set: (t: Three) => void }) {
  const [text, setText] = useState<string | null>(null);
  const shown = value.join(" ");
  return (
    <TextInput
      label={label}
      description="after scaling, per channel"
      value={text ?? shown}
      error={text !== null && parseTriple(text) === null ? "Three numbers" : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const triple = parseTriple(event.currentTarget.value);
        if (triple) set(triple);
      }}
      onBlur={() => setText(null)}
    />
  );
}
