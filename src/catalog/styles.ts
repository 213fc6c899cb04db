import type { Style } from "./schema.ts";
import { artDeco, bohemian, traditional } from "./styles/classic.ts";
import { coastal, mediterranean, rustic } from "./styles/country.ts";
import { japandi, minimalist, scandinavian } from "./styles/northern.ts";
import { industrial, midCentury, modern } from "./styles/urban.ts";

/** The built-in styles, in the order an overview shows them. Keywords are names people use for the whole style, never for one thing in it. */
export const styles: readonly Style[] = [
  scandinavian,
  japandi,
  modern,
  minimalist,
  industrial,
  rustic,
  midCentury,
  mediterranean,
  coastal,
  traditional,
  artDeco,
  bohemian,
];
