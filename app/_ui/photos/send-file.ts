/** Streams one file to the project with progress. Rejects with an Error whose message is for people. */
export function sendFile(
  url: string,
  file: File,
  options: { onProgress: (sent: number) => void; signal: AbortSignal },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // fetch cannot tell how much of a body has left; XMLHttpRequest can.
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.responseType = "json";
    request.upload.onprogress = (event) => options.onProgress(event.loaded);
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(new Error(messageOf(request.response) ?? `The server answered ${request.status}.`));
    };
    request.onerror = () => reject(new Error("The connection broke off. Try again."));
    request.onabort = () => reject(new Error("Stopped."));
    options.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function messageOf(response: unknown): string | null {
  const message = (response as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : null;
}
