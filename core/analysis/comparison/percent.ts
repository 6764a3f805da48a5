/** “39 %”, with a proper minus sign. */
export function percent(value: number, digits = 0): string {
  const shown = (Math.abs(value) * 100).toFixed(digits);
  return `${value < 0 && Number(shown) !== 0 ? "−" : ""}${shown} %`;
}

/** “+0.93”, “−0.10”. */
export function signed(value: number, digits = 2): string {
  const shown = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(shown) !== 0 ? "−" : "+"}${shown}`;
}
