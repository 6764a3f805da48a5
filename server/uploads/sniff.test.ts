import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { sniffPhoto } from "./sniff";

const pixel = () => sharp({ create: { width: 2, height: 2, channels: 3, background: "teal" } });

describe("sniffPhoto", () => {
  it("knows real files of the three kinds", async () => {
    expect(sniffPhoto(await pixel().jpeg().toBuffer())).toBe("image/jpeg");
    expect(sniffPhoto(await pixel().png().toBuffer())).toBe("image/png");
    expect(sniffPhoto(await pixel().webp().toBuffer())).toBe("image/webp");
  });

  it("refuses others, pretenders and scraps", async () => {
    expect(sniffPhoto(await pixel().gif().toBuffer())).toBeNull();
    expect(sniffPhoto(new TextEncoder().encode("<svg onload=alert(1)>"))).toBeNull();
    expect(sniffPhoto(new TextEncoder().encode("RIFF....AVI "))).toBeNull();
    expect(sniffPhoto(new Uint8Array())).toBeNull();
  });
});
