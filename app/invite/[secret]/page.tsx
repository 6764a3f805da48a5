import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { isSignedIn } from "@/server/auth/page";
import { pageCaller } from "@/server/trpc/page";
import { AcceptInvitation } from "../../_ui/door/accept-invitation";
import { Door } from "../../_ui/door/door";
import { SignUpForm } from "../../_ui/door/sign-up-form";
import { ROLE_WORDS } from "../../_ui/people/roles";

// The secret is in the address: it must not travel to other sites in a Referer header.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitePage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const api = await pageCaller();
  const invitation = await api.invitations.preview({ secret }).catch((error: unknown) => {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") return error.message;
    throw error;
  });
  if (typeof invitation === "string")
    return (
      <Door title="This invitation is no longer open" lead={invitation}>
        <span />
      </Door>
    );
  const { projectName, invitedBy, role } = invitation;
  const lead = (
    <>
      {invitedBy} invites you to the project <b>{projectName}</b> as {ROLE_WORDS[role].article} {role}:{" "}
      {ROLE_WORDS[role].may}.
    </>
  );
  return (await isSignedIn()) ? (
    <Door title="You are invited" lead={lead}>
      <AcceptInvitation secret={secret} />
    </Door>
  ) : (
    <Door title="You are invited" lead={lead}>
      <SignUpForm next={`/invite/${secret}`} invitation={secret} />
    </Door>
  );
}
