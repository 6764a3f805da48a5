import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Logo } from "../shell/logo";
import classes from "./door.module.css";

/** The frame of the pages before one is in. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Logo size={28} />
          <span>Partwise</span>
        </div>
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        {lead && <div className={classes.lead}>{lead}</div>}
        {children}
      </div>
      <p className={classes.motto}>Explain an image classifier part by part, together.</p>
    </main>
  );
}
