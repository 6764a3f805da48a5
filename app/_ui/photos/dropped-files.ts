const READABLE = /\.(jpe?g|png|webp)$/i;
const MAX_BYTES = 64 * 2 ** 20;

/** Why a file is not sent; null for one that is. Hidden files of folders are nobody's photographs. */
export function refusalOf(file: { name: string; size: number }): string | null {
  if (!READABLE.test(file.name)) return "Only JPEG, PNG and WebP can be read.";
  if (file.size === 0) return "The file is empty.";
  if (file.size > MAX_BYTES) return "The file is larger than 64 MB; upload a smaller version of it.";
  return null;
}

export const isHidden = (name: string): boolean =>
  name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini";

/** All files of a drop, folders opened all the way down. Call at once: the browser forgets the items after the event. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => entry === null)) return [...transfer.files];
  const files: File[] = [];
  for (const entry of entries) if (entry) await collect(entry, files);
  return files;
}

async function collect(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (entry.isFile) {
    into.push(await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a folder in portions of about a hundred until it gives none.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (portion.length === 0) return;
    for (const child of portion) await collect(child, into);
  }
}
