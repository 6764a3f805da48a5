import { Avatar, Tooltip } from "@mantine/core";
import { PersonAvatar } from "@/app/_ui/people/person-avatar";
import classes from "../editor.module.css";
import { useLive, useProps } from "./context";

/** Who else is here; a person with two tabs is one person, and one's own are nobody. */
export function People() {
  const { parts, user: me } = useProps();
  const peers = useLive((s) => s.peers);
  const shapes = useLive((s) => s.shown.shapes);
  const people = [...new Map(peers.filter((p) => p.user.id !== me.id).map((p) => [p.user.id, p])).values()];
  if (people.length === 0) return null;
  const doing = (holding: string | null) => {
    const shape = shapes.find((s) => s.id === holding);
    const part = shape && parts.find((p) => p.id === shape.partId);
    return part ? ` · ${part.name}` : "";
  };
  return (
    <Avatar.Group
      spacing={8}
      role="group"
      aria-label={`Also here: ${people.map((p) => p.user.name).join(", ")}`}
    >
      {people.slice(0, 5).map(({ user, holding }) => (
        <Tooltip key={user.id} label={`${user.name}${doing(holding)}`}>
          <PersonAvatar name={user.name} colour={user.colour} size={28} className={classes.avatar} />
        </Tooltip>
      ))}
      {people.length > 5 && (
        <Avatar size={28} radius="xl">
          +{people.length - 5}
        </Avatar>
      )}
    </Avatar.Group>
  );
}
