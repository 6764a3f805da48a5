import classes from "./findings.module.css";

interface Props {
  groups: readonly { name: string; colour: string; images: number }[];
}

/** The one or two groups of a finding, named in their colours. */
export function GroupNames({ groups }: Props) {
  return (
    <ul className={classes.groups} aria-label="Groups">
      {groups.map(({ name, colour, images }) => (
        <li key={name}>
          <span className={classes.swatch} style={{ background: colour }} />
          <span className={classes.groupName}>{name}</span>
          <span className={classes.quiet}>{images}</span>
        </li>
      ))}
    </ul>
  );
}
