interface PinnedPlace {
  x: number;
  y: number;
  settledAt: Date | null;
}

/** Reviewers' comments where they are pinned, numbered as in the list; done ones step back. */
export function paintPins(
  context: CanvasRenderingContext2D,
  unit: number,
  pins: readonly PinnedPlace[],
): void {
  for (const [index, { x, y, settledAt }] of pins.entries()) {
    context.save();
    context.translate(x, y);
    context.scale(unit, unit);
    context.globalAlpha = settledAt ? 0.55 : 1;
    context.beginPath();
    context.moveTo(0, 0);
    context.lineTo(0, -12);
    context.arc(12, -12, 12, Math.PI, Math.PI / 2);
    context.closePath();
    context.fillStyle = settledAt ? "#5f6672" : "#c2410c";
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = "#ffffff";
    context.stroke();
    context.fillStyle = "#ffffff";
    context.font = "650 11px 'Inter Variable', system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(index + 1), 12, -11.5);
    context.restore();
  }
}
