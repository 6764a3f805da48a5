import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page.module.css";

/** A page's column with its heading and what can be done on it. */
export function Page({
  title,
  lead,
  actions,
  narrow = false,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}) {
  return (
    <main className={narrow ? classes.narrow : classes.page}>
      <div className={classes.head}>
        <div>
          <Title order={1}>{title}</Title>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </main>
  );
}

/** A titled block of a form or settings page. */
export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <Title order={2}>{title}</Title>
        {lead && <div className={classes.lead}>{lead}</div>}
      </div>
      <div className={classes.sectionBody}>{children}</div>
    </section>
  );
}
