"use client";
import { VisuallyHidden } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { SaveFinding } from "@/app/_findings/save-finding";
import { describeByRule } from "@/core/analysis/selection/describe";
import { lassoMembers } from "@/core/analysis/selection/lasso";
import { ruleMembers } from "@/core/analysis/selection/rule";
import { combine, type SetOperation } from "@/core/analysis/selection/sets";
import { Detail } from "./detail";
import classes from "./explore.module.css";
import { Filters } from "./filters";
import { Images } from "./images";
import { MapView } from "./map-view";
import { type Pending, PendingDialog } from "./pending-dialog";
import type { ExplorerProps, ExploreSelection, NewSelection } from "./props";
import { RemakingLine } from "./remaking-line";
import type { SelectionDraft } from "./selection-dialog";
import { SelectionList } from "./selection-list";
import { subjectOf } from "./state/scored";
import { neighbourInList, toggledGroups } from "./state/steps";
import { useExploration } from "./state/use-exploration";
import { useView } from "./state/use-view";
import { findingView } from "./state/view";
import { Statistics } from "./statistics";
import type { SuggestChoice } from "./suggest/choice";
import { SuggestPanel } from "./suggest/panel";
import { Toolbar } from "./toolbar";
import { Weights } from "./weights";
import { operationName, ruleInWords } from "./words";

/** The exploration workspace: filters and weights, map and statistics, images; all views of the same choice. */
export default function Explorer(props: ExplorerProps) {
  const { groups, selections, user } = props;
  const [view, dispatch] = useView(props.parts);
  const [pending, setPending] = useState<Pending | null>(null);
  const [outline, setOutline] = useState<[number, number][] | null>(null);
  const [drawn, setDrawn] = useState(0);
  const [detailed, setDetailed] = useState(view.focusedId !== null);
  const [suggest, setSuggest] = useState<SuggestChoice | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [early, setEarly] = useState(false);
  const { remaking, explanation } = props;
  if (early && !remaking) setEarly(false);
  // A map laid out with every few scores that arrive would never stand still.
  const holds = remaking !== null && !early;
  const animate = !useReducedMotion();
  const hold = pending !== null || holds;
  const explored = useExploration(props, view, { hold, animate, suggest, hovered });
  const { parts, scored, byId, members, compared, looked, layout, points, columns } = explored;

  const propose = (name: string, input: Omit<NewSelection, keyof SelectionDraft>) =>
    setPending({ kind: "create", name, input });
  const close = () => {
    setPending(null);
    setOutline(null);
  };
  const lasso = (polygon: [number, number][]) => {
    setDrawn((n) => n + 1);
    const visible = points.filter((p) => p.visible);
    const inside = lassoMembers(
      Object.fromEntries(visible.map((p) => [p.imageId, [p.x, p.y] as const])),
      polygon,
    );
    if (inside.length === 0) return;
    setOutline(polygon);
    propose("", {
      kind: "lasso",
      members: inside,
      polygon,
      ...(layout.key ? { layoutKey: layout.key } : {}),
    });
  };
  const copy = ({ id, name, kind, rule, polygon, layoutKey }: ExploreSelection) =>
    propose(`${name} (copy)`.slice(0, 80), {
      kind,
      members: [...(members.get(id) ?? [])],
      ...(rule ? { rule } : {}),
      ...(polygon ? { polygon } : {}),
      ...(layoutKey ? { layoutKey } : {}),
    });
  const describe = ({ id, name }: ExploreSelection) => {
    const subjects = scored.map(subjectOf);
    const found = describeByRule([...(members.get(id) ?? [])], subjects, explored.partIds, view);
    if (!found) return;
    setPending({
      kind: "create",
      name: `${name} (rule)`.slice(0, 80),
      input: { kind: "rule", members: ruleMembers(found.rule, subjects, explored.partIds), rule: found.rule },
      remark: ruleInWords(found, parts),
    });
  };
  const combineCompared = (operation: SetOperation) => {
    const [a, b] = compared;
    if (!a || !b) return;
    const ids = combine(operation, [...(members.get(a.id) ?? [])], [...(members.get(b.id) ?? [])]);
    propose(operationName(operation, a.name, b.name).slice(0, 80), { kind: "lasso", members: ids });
  };
  const choose = (id: string) => {
    const only = looked.length === 1 && looked[0]?.id === id;
    dispatch({ type: "compareOnly", selectionId: only ? null : id });
    setDetailed(false);
  };
  const compare = (selectionId: string) => {
    dispatch({ type: "compare", selectionId });
    setDetailed(false);
  };
  // What was chosen gives way to what it opens, and back: the keyboard goes along.
  const panel = useRef<HTMLElement>(null);
  const wasDetailed = useRef(detailed);
  useEffect(() => {
    if (wasDetailed.current === detailed) return;
    wasDetailed.current = detailed;
    const target = detailed ? ":scope > section" : "[role=listbox]";
    panel.current?.querySelector<HTMLElement>(target)?.focus({ preventScroll: true });
  }, [detailed]);
  const open = (imageId: string) => {
    dispatch({ type: "focus", imageId });
    setDetailed(true);
  };
  const focused = view.focusedId === null ? undefined : byId.get(view.focusedId);
  const step = (by: 1 | -1) => {
    const imageId = neighbourInList(columns, focused, view.sort, explored.partIds, by);
    if (imageId) dispatch({ type: "focus", imageId });
  };

  const { onSaveFinding, openFinding } = props;
  const keep = onSaveFinding && openFinding && compared.length > 0 && (
    <SaveFinding
      names={compared.map((s) => s.name)}
      onSave={(words) =>
        onSaveFinding({ ...words, selectionIds: compared.map((s) => s.id), view: findingView(view) })
      }
      onOpen={openFinding}
    />
  );

  return (
    <div className={classes.workspace}>
      <aside className={classes.left} aria-label="Selections, filters and weights">
        <SelectionList
          selections={selections}
          sizes={new Map([...members].map(([id, set]) => [id, set.size]))}
          compared={compared.map((s) => s.id)}
          canSelect={user.canSelect}
          onChoose={choose}
          onCompare={compare}
          onEdit={(selection) => setPending({ kind: "edit", selection })}
          onCopy={copy}
          onDescribe={describe}
          onDelete={(selection) => setPending({ kind: "delete", selection })}
          onCombine={combineCompared}
        />
        <SuggestPanel
          choice={suggest}
          suggestions={explored.suggestions}
          parts={parts}
          previewed={looked.map((g) => g.id)}
          filtered={explored.shown.size < scored.length}
          canKeep={user.canSelect}
          takenNames={selections.map((s) => s.name)}
          onChange={(choice) => {
            if (!suggest) dispatch({ type: "colourBy", value: "selection" });
            setSuggest(choice);
            setHovered(null);
          }}
          onHover={setHovered}
          onChoose={choose}
          onCompare={compare}
          onKeep={props.onCreateSelection}
        />
        <Filters
          parts={parts}
          scored={scored}
          view={view}
          dispatch={dispatch}
          onSaveRule={
            user.canSelect
              ? () => propose("", { kind: "rule", members: [...explored.shown], rule: explored.rule })
              : undefined
          }
        />
        <Weights parts={parts} scored={scored} view={view} dispatch={dispatch} />
      </aside>
      <main className={classes.centre}>
        <VisuallyHidden component="h1">Explore</VisuallyHidden>
        <Toolbar
          parts={parts}
          view={view}
          dispatch={dispatch}
          explanation={explanation}
          shown={explored.shown.size}
          total={scored.length}
        />
        {remaking && <RemakingLine remaking={remaking} onLayOut={holds ? () => setEarly(true) : null} />}
        <MapView
          points={points}
          rows={byId}
          groups={groups}
          groupCounts={explored.groupCounts}
          shownGroups={view.groupIds}
          layout={layout}
          awaited={holds}
          focusedId={view.focusedId}
          outline={outline}
          drawn={drawn}
          canSelect={user.canSelect}
          onOutline={lasso}
          onOpen={open}
          onToggleGroup={(id) =>
            dispatch({ type: "groups", value: toggledGroups(groups, view.groupIds, id) })
          }
        />
        <Statistics columns={columns} parts={parts} groups={groups} weights={view.weights} action={keep} />
      </main>
      <aside ref={panel} className={classes.right} aria-label="Images">
        {detailed && focused ? (
          <Detail
            scored={focused}
            parts={parts}
            groups={groups}
            view={view}
            explanation={explanation}
            onHeatmap={(value) => dispatch({ type: "heatmap", value })}
            onBack={() => setDetailed(false)}
            onStep={step}
            onEdit={() => props.openImage(focused.row.imageId)}
          />
        ) : (
          <Images columns={columns} parts={parts} view={view} dispatch={dispatch} onOpen={open} />
        )}
      </aside>
      {pending && (
        <PendingDialog
          pending={pending}
          selections={selections}
          onCreateSelection={props.onCreateSelection}
          onUpdateSelection={props.onUpdateSelection}
          onDeleteSelection={props.onDeleteSelection}
          onClose={close}
          onCreated={(selectionId) => {
            dispatch({ type: "compareOnly", selectionId });
            setDetailed(false);
          }}
        />
      )}
    </div>
  );
}
