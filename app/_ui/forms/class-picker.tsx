"use client";
import { Combobox, Pill, PillsInput, useCombobox } from "@mantine/core";
import { useState } from "react";
import { shortClassName } from "../words";
import { parseRanges, type Run, runsOf, searchClasses, withoutRun, withRun } from "./class-ranges";

const SHOWN = 40;

/** Chooses classes of a network by name, number or typed range; neighbours are shown as one run. */
export function ClassPicker({
  label,
  names,
  value,
  onChange,
}: {
  label: string;
  names: readonly string[];
  value: readonly number[];
  onChange: (indices: number[]) => void;
}) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState("");
  const range = parseRanges(text, names.length);
  const found = searchClasses(names, text, SHOWN).filter((index) => !value.includes(index));
  const add = (indices: readonly number[]) => {
    onChange(withRun(value, indices));
    setText("");
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(option) => add(option === "range" ? (range ?? []) : [Number(option)])}
    >
      <Combobox.DropdownTarget>
        <PillsInput label={label} onClick={() => combobox.openDropdown()}>
          <Pill.Group>
            {runsOf(value).map((run) => (
              <Pill
                key={run[0]}
                withRemoveButton
                removeButtonProps={{ "aria-label": `Remove ${runText(run, names)}` }}
                onRemove={() => onChange(withoutRun(value, run))}
              >
                {runText(run, names)}
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                aria-label={label}
                value={text}
                placeholder={value.length === 0 ? "Type a name, or numbers like 281-285" : ""}
                onFocus={() => combobox.openDropdown()}
                onBlur={() => combobox.closeDropdown()}
                onChange={(event) => {
                  setText(event.currentTarget.value);
                  combobox.openDropdown();
                  combobox.updateSelectedOptionIndex();
                }}
                onKeyDown={(event) => {
                  const last = runsOf(value).at(-1);
                  if (event.key === "Backspace" && text === "" && last) onChange(withoutRun(value, last));
                  if (event.key === "Enter") {
                    // Enter chooses; it must not send the form around it.
                    event.preventDefault();
                    if (range && combobox.getSelectedOptionIndex() === -1) add(range);
                  }
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={text === "" || (found.length === 0 && !range)}>
        <Combobox.Options aria-label={label} mah={240} style={{ overflowY: "auto" }}>
          {range && (
            <Combobox.Option value="range">
              Add {range.length === 1 ? "class" : `${range.length} classes:`} {text.trim()}
            </Combobox.Option>
          )}
          {found.map((index) => (
            <Combobox.Option key={index} value={String(index)}>
              <span className="tabular">{index}</span> · {names[index]}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function runText([first, last]: Run, names: readonly string[]): string {
  const short = (index: number) => shortClassName(names[index] ?? "?");
  if (first === last) return `${first} ${short(first)}`;
  return `${first}–${last} ${short(first)} … ${short(last)}`;
}
