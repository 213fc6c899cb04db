import { deflateSync, inflateSync } from "node:zlib";

/** What fetch takes as a body. */
type Bytes = Buffer<ArrayBuffer>;
type Colour = [red: number, green: number, blue: number];
type Size = { widthPx: number; heightPx: number };
export type PictureType = "jpeg" | "png" | "webp";

/** Red and green above, blue and white below: whoever turns it is found out. */
const corners = ({ widthPx, heightPx }: Size, x: number, y: number): Colour => {
  const [left, top] = [x < widthPx / 2, y < heightPx / 2];
  if (top) return left ? [255, 0, 0] : [0, 255, 0];
  return left ? [0, 0, 255] : [255, 255, 255];
};

/** A BMP, which Bun decodes: the source of every other picture. */
function bitmap(size: Size, paint: (x: number, y: number) => Colour): Bytes {
  const { widthPx, heightPx } = size;
  const row = Math.ceil((widthPx * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + row * heightPx);
  bytes.write("BM");
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(widthPx, 18);
  bytes.writeInt32LE(heightPx, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) bytes.set(paint(x, y).toReversed(), 54 + (heightPx - 1 - y) * row + x * 3);
  return bytes;
}

/** A real picture with four coloured corners. */
export async function picture(type: PictureType, size: Size = { widthPx: 64, heightPx: 48 }): Promise<Bytes> {
  const image = new Bun.Image(bitmap(size, (x, y) => corners(size, x, y)));
  if (type === "jpeg") return Buffer.from(await image.jpeg({ quality: 90 }).bytes());
  return Buffer.from(await (type === "png" ? image.png() : image.webp({ quality: 90 })).bytes());
}

/** A real picture that does not compress: about three bytes a pixel as PNG. */
export async function noise(type: PictureType, size: Size): Promise<Bytes> {
  let seed = 1;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed >> 16;
  };
  const image = new Bun.Image(bitmap(size, () => [next() & 255, next() & 255, next() & 255]));
  const encoded = type === "png" ? image.png() : type === "jpeg" ? image.jpeg({ quality: 95 }) : image.webp();
  return Buffer.from(await encoded.bytes());
}

/** What the metadata says that must not come out again. */
export const secretOfExif = "at-home-52.5200N-13.4050E";

/** EXIF data with an orientation, a place, and text. */
function tiff(orientation: number, isLittle: boolean): Bytes {
  const bytes = Buffer.alloc(26 + 12 * 2 + 18 + 64);
  const word = (value: number, at: number) =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(isLittle ? "II" : "MM");
  word(42, 2);
  long(8, 4);
  word(3, 8);
  const entry = (index: number, [tag, type, count, value]: [number, number, number, number]) => {
    const at = 10 + index * 12;
    word(tag, at);
    word(type, at + 2);
    long(count, at + 4);
    if (type === 3) word(value, at + 8);
    else long(value, at + 8);
  };
  entry(0, [0x010f, 2, secretOfExif.length + 1, 68]);
  entry(1, [0x0112, 3, 1, orientation]);
  entry(2, [0x8825, 4, 1, 50]);
  // The GPS directory: one entry, which says that latitudes are north.
  word(1, 50);
  word(1, 52);
  word(2, 54);
  long(2, 56);
  bytes.write("N", 60);
  bytes.write(secretOfExif, 68);
  return bytes;
}

type Metadata = { orientation?: number; isLittleEndian?: boolean };

/** The picture as a phone writes it: with EXIF, XMP, a comment or text, and where there can be any, something behind its end. */
export function withMetadata(type: PictureType, bytes: Bytes, metadata: Metadata = {}): Bytes {
  const exif = tiff(metadata.orientation ?? 1, metadata.isLittleEndian ?? true);
  const xmp = Buffer.from(`<x:xmpmeta>${secretOfExif}</x:xmpmeta>`);
  switch (type) {
    case "jpeg": {
      const app1 = segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), exif]));
      const more = segment(0xe1, Buffer.concat([Buffer.from("http://ns.adobe.com/xap/1.0/\0"), xmp]));
      const comment = segment(0xfe, Buffer.from(secretOfExif));
      const behind = Buffer.from(`MotionPhoto ${secretOfExif}`);
      return Buffer.concat([bytes.subarray(0, 2), app1, more, comment, bytes.subarray(2), behind]);
    }
    case "png": {
      const text = chunk("tEXt", Buffer.from(`Comment\0${secretOfExif}`));
      return insertChunks(bytes, [
        chunk("eXIf", exif),
        text,
        chunk("iTXt", Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)),
      ]);
    }
    case "webp": {
      const { width, height } = { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
      return webp([
        ["VP8X", extended({ width, height, flags: 0x0c })],
        ["VP8 ", bytes.subarray(20, 20 + bytes.readUInt32LE(16))],
        ["EXIF", exif],
        ["XMP ", xmp],
      ]);
    }
  }
}

function segment(code: number, content: Bytes): Bytes {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** A chunk of a PNG file, with its sum. */
export function chunk(name: string, content: Bytes): Bytes {
  const bytes = Buffer.alloc(12 + content.length);
  bytes.writeUInt32BE(content.length);
  bytes.write(name, 4, "latin1");
  bytes.set(content, 8);
  bytes.writeUInt32BE(Bun.hash.crc32(bytes.subarray(4, -4)), content.length + 8);
  return bytes;
}

/** Puts chunks behind the header of a PNG file. */
export const insertChunks = (png: Bytes, chunks: Bytes[]) =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);

/** A few bytes that inflate to far more. */
export const bombText = () =>
  chunk("zTXt", Buffer.concat([Buffer.from("Comment\0\0"), deflateSync(Buffer.alloc(200_000_000))]));

/** A PNG of a few bytes that says it has so many pixels. */
export async function hugePng({ widthPx, heightPx }: Size): Promise<Bytes> {
  const header = Buffer.from((await picture("png")).subarray(16, 29));
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  const data = chunk("IDAT", deflateSync(Buffer.alloc(100_000)));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), data, chunk("IEND", Buffer.alloc(0))]);
}

function extended({ width, height, flags }: { width: number; height: number; flags: number }): Bytes {
  const content = Buffer.alloc(10);
  content[0] = flags;
  content.writeUIntLE(width - 1, 4, 3);
  content.writeUIntLE(height - 1, 7, 3);
  return content;
}

function webp(chunks: [name: string, content: Bytes][]): Bytes {
  const parts = chunks.flatMap(([name, content]) => {
    const head = Buffer.alloc(8);
    head.write(name, "latin1");
    head.writeUInt32LE(content.length, 4);
    return [head, content, Buffer.alloc(content.length % 2)];
  });
  const body = Buffer.concat(parts);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}

/** An animation of one frame. */
export async function animatedWebp(): Promise<Bytes> {
  const still = await picture("webp");
  const frame = Buffer.concat([Buffer.alloc(16), still.subarray(12)]);
  return webp([
    ["VP8X", extended({ width: 64, height: 48, flags: 0x02 })],
    ["ANIM", Buffer.alloc(6)],
    ["ANMF", frame],
  ]);
}

/** A document of one page, as PostScript printers know it. */
export function pdf(text = "Floor plan"): Bytes {
  const stream = `BT /F1 24 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + trailer);
}

/** The colours of a picture's corners, nearly: top left, top right, bottom left, bottom right. */
export async function cornersOf(bytes: Uint8Array): Promise<string[]> {
  const png = Buffer.from(await new Bun.Image(bytes, { autoOrient: false }).png().bytes());
  const { widthPx, heightPx, at } = decodePng(png);
  const places: [number, number][] = [
    [2, 2],
    [widthPx - 3, 2],
    [2, heightPx - 3],
    [widthPx - 3, heightPx - 3],
  ];
  const names = { "100": "red", "010": "green", "001": "blue", "111": "white" } as Record<string, string>;
  return places.map(([x, y]) => {
    const bits = at(x, y)
      .map((value) => (value > 127 ? 1 : 0))
      .join("");
    return names[bits] ?? bits;
  });
}

/** An independent reader of 8-bit PNG without interlacing: what the service makes is not judged by its own decoder. */
function decodePng(png: Bytes) {
  const [widthPx, heightPx, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const data: Bytes[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const rows = inflateSync(Buffer.concat(data));
  const stride = widthPx * channels;
  const out = Buffer.alloc(stride * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const filter = rows[y * (stride + 1)] ?? 0;
    for (let i = 0; i < stride; i++) {
      const left = i < channels ? 0 : (out[y * stride + i - channels] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + i] ?? 0);
      const corner = y === 0 || i < channels ? 0 : (out[(y - 1) * stride + i - channels] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[y * stride + i] = (rows[y * (stride + 1) + 1 + i] ?? 0) + guess;
    }
  }
  const at = (x: number, y: number) => [...out.subarray(y * stride + x * channels, y * stride + x * channels + 3)];
  return { widthPx, heightPx, at };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
