"use client";
import { ErrorState } from "./_ui/states";

export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <main>
      <ErrorState error={error} retry={reset} />
    </main>
  );
}
