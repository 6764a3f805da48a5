import { IconMapQuestion } from "@tabler/icons-react";
import { EmptyState, HomeButton } from "./_ui/states";

export default function NotFound() {
  return (
    <EmptyState
      icon={<IconMapQuestion size={28} />}
      page
      title="There is nothing at this address"
      action={<HomeButton />}
    >
      It may have been removed, or you are not a member of its project. Ask its owner for an invitation link.
    </EmptyState>
  );
}
