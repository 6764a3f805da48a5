import { useEffect, useRef, useState } from "react";
import { sendFile } from "../photos/send-file";

/** The network's file on its way to the server, from the moment it is chosen: the rest is filled in meanwhile. */
export function useModelUpload() {
  const [file, setFile] = useState<File | null>(null);
  /** 0 to 1 while it is being sent. */
  const [sent, setSent] = useState<number | null>(null);
  const sending = useRef<{ stop: AbortController; address: Promise<string> } | null>(null);
  useEffect(() => () => sending.current?.stop.abort(), []);

  return {
    file,
    sent,
    /** Sends another file instead; its address, or null when a later choice has taken its place. */
    async begin(chosen: File | null): Promise<string | null> {
      sending.current?.stop.abort();
      sending.current = null;
      setFile(chosen);
      setSent(null);
      if (!chosen) return null;
      const stop = new AbortController();
      const address = sendFile("/api/models", chosen, {
        onProgress: (bytes) => setSent(bytes / Math.max(1, chosen.size)),
        signal: stop.signal,
      }).then((answer) => (answer as { sha256: string }).sha256);
      sending.current = { stop, address };
      try {
        const sha256 = await address;
        return stop.signal.aborted ? null : sha256;
      } catch (error) {
        if (stop.signal.aborted) return null;
        setFile(null);
        throw error;
      } finally {
        if (!stop.signal.aborted) setSent(null);
      }
    },
    /** The address of the file once all of it is there. */
    async arrived(): Promise<string> {
      if (!sending.current) throw new Error("Choose the network’s file first.");
      return sending.current.address;
    },
  };
}
