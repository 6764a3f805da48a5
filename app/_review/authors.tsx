import { Avatar, Text, Tooltip } from "@mantine/core";
import { PersonAvatar } from "../_ui/people/person-avatar";

/** Who drew: faces, and the name where there is one only. */
export function Authors({ authors }: { authors: readonly { id: string; name: string; colour: string }[] }) {
  const names = authors.map((a) => a.name).join(", ");
  if (authors.length === 0)
    return (
      <Text span size="sm" c="dimmed">
        nobody drew on it
      </Text>
    );
  return (
    <Tooltip label={`Drawn by ${names}`} openDelay={200}>
      <span style={{ display: "inline-flex", alignItems: "center", gap: 6, minWidth: 0 }}>
        <Avatar.Group spacing={8} role="group" aria-label={`Drawn by ${names}`}>
          {authors.slice(0, 3).map(({ id, name, colour }) => (
            <PersonAvatar key={id} name={name} colour={colour} size={22} />
          ))}
        </Avatar.Group>
        <Text span size="sm" truncate>
          {authors.length === 1 ? authors[0]!.name : `${authors.length} people`}
        </Text>
      </span>
    </Tooltip>
  );
}
