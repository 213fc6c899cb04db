/** What may be kept. */
export type AssetLimits = {
  /** Of one file, as it is sent and as it is kept. */
  maxBytes: number;
  /** Of all files of an owner together. */
  ownerBytes: number;
};

/** Files that people add to one session; pictures made by the service do not count. */
export const maxAssets = 100;

/** Above what phones and cameras take (48 megapixels); decoded it is 200 MB. */
export const maxPixels = 50_000_000;
export const maxSidePx = 12_000;

/** `Bytes` for a person: binary units, as the configuration means them. */
export const toMebibytes = (bytes: number) => `${Math.round((bytes / 1_048_576) * 10) / 10} MiB`;
