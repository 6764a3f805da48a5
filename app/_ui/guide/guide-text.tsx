import classes from "./guide-text.module.css";

/** A page of the guide, from the repository's own Markdown. */
export function GuideText({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: made on the server from files of the program, never from what people send.
  return <div className={classes.text} dangerouslySetInnerHTML={{ __html: html }} />;
}
