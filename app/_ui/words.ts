/** “1 photograph”, “2 photographs”. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** A class's names are listed with commas, as ImageNet's are; the first is enough in small places. */
export const shortClassName = (name: string): string => name.split(",")[0]!.trim();

export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
export const dateText = (date: Date): string => DATE.format(date);
