import { IconMapQuestion } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "./_ui/states";

export default function NotFound() {
  return (
    <main>
      <EmptyState
        icon={<IconMapQuestion size={28} />}
        title="There is nothing at this address"
        action={<Link href="/">All projects</Link>}
      >
        It may have been removed, or you are not a member of its project. Ask its owner for an invitation link.
      </EmptyState>
    </main>
  );
}
