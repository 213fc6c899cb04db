const orientationTag = 0x0112;
const shortType = 3;

/**
 * The orientation that EXIF data names, 1 to 8, and 1 where it names none or cannot be read. `tiff` begins with the byte
 * order. Source: EXIF 2.32, 4.6.4 (A); TIFF 6.0, section 2.
 */
export function orientationOf(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 14) return 1;
  const order = view.getUint16(0);
  const isLittle = order === 0x4949;
  if (!isLittle && order !== 0x4d4d) return 1;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > view.byteLength) return 1;
  const count = view.getUint16(directory, isLittle);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > view.byteLength) return 1;
    if (view.getUint16(entry, isLittle) !== orientationTag) continue;
    if (view.getUint16(entry + 2, isLittle) !== shortType) return 1;
    const orientation = view.getUint16(entry + 8, isLittle);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

const prefix = "Exif\0\0";

/** EXIF data without the six bytes that JPEG puts in front of it, and some writers of WebP too. */
export function withoutPrefix(exif: Uint8Array): Uint8Array {
  const start = Buffer.from(exif.subarray(0, prefix.length)).toString("latin1");
  return start === prefix ? exif.subarray(prefix.length) : exif;
}
