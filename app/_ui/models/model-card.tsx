"use client";
import { Anchor, Badge, Collapse, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Model } from "../api";
import { bytesText, count } from "../words";
import classes from "./models.module.css";
import { Randomisation } from "./randomisation";

/** A network, what the compiler said of it, and on demand which rule each layer follows. */
export function ModelCard({ model, mayCheck }: { model: Model; mayCheck: boolean }) {
  const [open, { toggle }] = useDisclosure(false);
  const { name, kind, usable, inspection, classNames, inputTransform, bytes, note } = model;
  const { layers, unsupported } = inspection;
  const details = layers.length + unsupported.length;
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h2>{name}</h2>
        <Badge variant="default" tt="none" fw={500}>
          {kind}
        </Badge>
        <Badge variant="light" color={usable ? "accent" : "red"} tt="none" fw={500}>
          {usable ? (kind === "classifier" ? "Can be explained" : "Can be used") : "Cannot be used"}
        </Badge>
      </div>
      <div className={usable ? classes.summary : `${classes.summary} ${classes.bad}`}>
        {inspection.summary}
      </div>
      {note && <div className={classes.facts}>{note}</div>}
      <div className={classes.facts}>
        <span>{count(classNames.length, "class", "classes")}</span>
        <span>
          {inputTransform.size.width} × {inputTransform.size.height}, {inputTransform.resize}
        </span>
        <span>opset {inspection.opset}</span>
        <span>{bytesText(bytes)}</span>
        {details > 0 && (
          <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={open}>
            {open ? "Hide layers" : "Show layers"}
          </Anchor>
        )}
      </div>
      <Randomisation model={model} mayAsk={mayCheck} />
      <Collapse expanded={open}>
        <Table mt="sm" fz="xs" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Layer</Table.Th>
              <Table.Th>Operator</Table.Th>
              <Table.Th>{unsupported.length > 0 ? "Why not" : "Rule"}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {unsupported.map(({ node, op, reason }) => (
              <Table.Tr key={node}>
                <Table.Td>{node}</Table.Td>
                <Table.Td>{op}</Table.Td>
                <Table.Td className={classes.bad}>{reason}</Table.Td>
              </Table.Tr>
            ))}
            {layers.map(({ node, op, rule }) => (
              <Table.Tr key={node}>
                <Table.Td>{node}</Table.Td>
                <Table.Td>{op}</Table.Td>
                <Table.Td>{rule}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Collapse>
    </li>
  );
}
