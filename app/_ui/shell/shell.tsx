import type { ReactNode } from "react";
import type { Me } from "../api";
import { Header } from "./header";
import classes from "./shell.module.css";

/** The frame of every signed-in page: skip link, header, and the page in a main landmark. */
export function Shell({
  me,
  tabs,
  fill = false,
  children,
}: {
  me: Me;
  /** The project's name and tabs, on pages of a project. */
  tabs?: ReactNode;
  /** The page takes exactly the window's height and scrolls by itself (editor, explorer). */
  fill?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={fill ? classes.fill : classes.page}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <Header me={me}>{tabs}</Header>
      <div id="content" tabIndex={-1} className={classes.content}>
        {children}
      </div>
    </div>
  );
}
