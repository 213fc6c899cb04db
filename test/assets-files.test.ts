import { describe, expect, test } from "bun:test";
import { cleanFile } from "../src/assets/files/clean-file.ts";
import { Problem } from "../src/problem.ts";
import {
  animatedWebp,
  bombText,
  chunk,
  cornersOf,
  hugePng,
  insertChunks,
  noise,
  pdf,
  picture,
  type PictureType,
  secretOfExif,
  withMetadata,
} from "./support/files.ts";

const types: PictureType[] = ["jpeg", "png", "webp"];
const clean = (bytes: Uint8Array) => cleanFile(bytes, { maxBytes: 10 * 1_048_576 });
const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

async function refusal(bytes: Uint8Array): Promise<Problem> {
  try {
    await clean(bytes);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("It was taken");
}

describe.each(types)("a %s picture", (type) => {
  test("without metadata is kept byte for byte", async () => {
    const bytes = await picture(type);
    const file = await clean(bytes);
    expect(file).toMatchObject({ contentType: `image/${type}`, widthPx: 64, heightPx: 48 });
    expect(Buffer.from(file.bytes).equals(bytes)).toBe(true);
  });

  test("loses its metadata, place included, and none of its data", async () => {
    const bytes = await picture(type);
    const told = withMetadata(type, bytes);
    expect(asText(told)).toContain(secretOfExif);
    const file = await clean(told);
    expect(asText(file.bytes)).not.toContain(secretOfExif);
    expect(asText(file.bytes)).not.toMatch(/Exif|eXIf|EXIF|xmp|XMP/);
    // A WebP file with metadata has one header more than the plain one.
    const same = type === "webp" ? bytes.subarray(12) : bytes;
    expect(asText(file.bytes)).toEndWith(asText(same));
    expect(await cornersOf(file.bytes)).toEqual(["red", "green", "blue", "white"]);
  });

  test.each<[number, string[], boolean]>([
    [1, ["red", "green", "blue", "white"], true],
    [2, ["green", "red", "white", "blue"], false],
    [3, ["white", "blue", "green", "red"], true],
    [4, ["blue", "white", "red", "green"], false],
    [5, ["red", "blue", "green", "white"], true],
    [6, ["blue", "red", "white", "green"], false],
    [7, ["white", "green", "blue", "red"], true],
    [8, ["green", "white", "red", "blue"], false],
  ])("of orientation %d stands upright and needs no EXIF for it", async (orientation, corners, isLittleEndian) => {
    const file = await clean(withMetadata(type, await picture(type), { orientation, isLittleEndian }));
    expect(await cornersOf(file.bytes)).toEqual(corners);
    const [widthPx, heightPx] = orientation < 5 ? [64, 48] : [48, 64];
    expect(file).toMatchObject({ widthPx, heightPx, contentType: `image/${type}` });
    expect(await new Bun.Image(file.bytes, { autoOrient: false }).metadata()).toMatchObject({
      width: widthPx,
      height: heightPx,
    });
    expect(asText(file.bytes)).not.toMatch(/Exif|eXIf|EXIF/);
  });

  test("that is cut off anywhere is refused", async () => {
    const bytes = await noise(type, { widthPx: 80, heightPx: 60 });
    const places = [12, 21, 40, 120, 0.25, 0.5, 0.75, 0.95].map((at) => (at < 1 ? Math.floor(bytes.length * at) : at));
    for (const end of [...places, bytes.length - 5, bytes.length - 1])
      expect(await refusal(bytes.subarray(0, end))).toMatchObject({ kind: "invalid-input" });
  });

  test("that says it is larger than can be worked on is refused without decoding", async () => {
    const bytes = await picture(type);
    const tall = Buffer.from(bytes);
    const at = type === "jpeg" ? bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5 : type === "png" ? 20 : 28;
    if (type === "webp") tall.writeUInt16LE(16_000, at);
    else if (type === "jpeg") tall.writeUInt16BE(60_000, at);
    else tall.writeUInt32BE(60_000, at);
    if (type === "png") tall.writeUInt32BE(Bun.hash.crc32(tall.subarray(12, 29)), 29);
    expect((await refusal(tall)).message).toContain("12000 pixels a side");
  });
});

describe("a picture that is meant to do harm", () => {
  test("by 2.5 billion pixels in a few bytes is refused", async () => {
    const bytes = await hugePng({ widthPx: 50_000, heightPx: 50_000 });
    expect((await refusal(bytes)).message).toContain("50000 × 50000");
  });

  test("by 100 megapixels within the allowed sides is refused", async () => {
    expect((await refusal(await hugePng({ widthPx: 10_000, heightPx: 10_000 }))).message).toContain("50 megapixels");
  });

  test("by an animation is refused", async () => {
    expect(await refusal(await animatedWebp())).toMatchObject({
      kind: "invalid-input",
      message: expect.stringContaining("Animated"),
    });
  });

  test("by text that inflates to 200 MB loses it without inflating it", async () => {
    const plain = await picture("png");
    const bytes = insertChunks(plain, [bombText()]);
    const before = process.memoryUsage().rss;
    const file = await clean(bytes);
    expect(Buffer.from(file.bytes).equals(plain)).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });

  test("by a colour profile that inflates without end loses it", async () => {
    const plain = await picture("png");
    const profile = chunk("iCCP", bombText().subarray(8, -4));
    expect(Buffer.from((await clean(insertChunks(plain, [profile]))).bytes).equals(plain)).toBe(true);
  });

  test("by a thousand scans of a large picture is refused", async () => {
    const bytes = await picture("jpeg", { widthPx: 1_600, heightPx: 1_200 });
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
    const empty = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 1, 63, 0]);
    const many = Buffer.concat([bytes.subarray(0, scan), ...Array<Buffer>(1_000).fill(empty), bytes.subarray(scan)]);
    expect((await refusal(many)).message).toContain("too many scans");
  });

  test("by naming two sizes is refused", async () => {
    const bytes = withMetadata("webp", await picture("webp"));
    bytes.writeUIntLE(9_000, 24, 3);
    expect((await refusal(bytes)).message).toContain("two sizes");
  });
});

test("a damaged byte of a PNG is found by its sum", async () => {
  const bytes = await noise("png", { widthPx: 80, heightPx: 60 });
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x5a;
  expect((await refusal(bytes)).message).toContain("checksum");
});

test("a picture whose data is not what its header says is found by decoding it", async () => {
  const bytes = await hugePng({ widthPx: 1_000, heightPx: 1_000 });
  expect((await refusal(bytes)).message).toContain("cannot be decoded");
});

test("colour profiles and transparency stay", async () => {
  const { deflateSync } = await import("node:zlib");
  const plain = await picture("png");
  const profile = chunk("iCCP", Buffer.concat([Buffer.from("P3\0\0"), deflateSync(Buffer.alloc(500, 7))]));
  const bytes = insertChunks(plain, [profile]);
  expect(Buffer.from((await clean(bytes)).bytes).equals(bytes)).toBe(true);
});

test.each(types)("whatever bytes of a %s are changed, it is taken or refused with a reason", async (type) => {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (seed >> 8) % below;
  };
  const original = withMetadata(type, await picture(type), { orientation: 6 });
  let taken = 0;
  for (let round = 0; round < 150; round++) {
    const bytes = Buffer.from(original);
    for (let i = 0; i <= next(4); i++) bytes[12 + next(round % 2 ? 200 : bytes.length - 12)] = next(256);
    const outcome = await clean(bytes).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Problem);
    else taken++;
  }
  expect(taken).toBeLessThan(150);
});

describe("a PDF", () => {
  test("is kept byte for byte", async () => {
    expect(await clean(pdf())).toEqual({ contentType: "application/pdf", bytes: pdf(), widthPx: null, heightPx: null });
  });

  test("that is cut off is refused", async () => {
    for (const end of [9, 200, pdf().length - 10])
      expect(await refusal(pdf().subarray(0, end))).toMatchObject({ status: 422 });
  });
});

test.each<[string, Buffer, string]>([
  ["HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "HEIC"],
  ["GIF", Buffer.from("GIF89a\x01\0\x01\0\0\0\0"), "GIF"],
  ["SVG, which can hold scripts", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "SVG"],
  ["HTML", Buffer.from("<!DOCTYPE html><script>alert(1)</script>"), "HTML"],
  ["an office document", Buffer.from("PK\x03\x04rest"), "office"],
  ["text", Buffer.from("just words"), "no known type"],
  ["two bytes", Buffer.from([0xff, 0xd8]), "no known type"],
])("%s is refused by what it is", async (_name, bytes, word) => {
  expect(await refusal(bytes)).toMatchObject({ status: 415, message: expect.stringContaining(word) });
});
