import { Avatar, type AvatarProps } from "@mantine/core";
import { readableOn } from "../readable-on";

type Props = Pick<AvatarProps, "size" | "className"> & { name: string; colour: string };

/** A person's initials on their colour; silent, since the name stands beside it or around it as a label. */
export function PersonAvatar({ name, colour, size, className }: Props) {
  return (
    <Avatar
      name={name}
      size={size}
      radius="xl"
      className={className}
      aria-hidden="true"
      styles={{ placeholder: { background: colour, color: readableOn(colour) } }}
    />
  );
}
