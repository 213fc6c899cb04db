import { z } from "zod";

export const StyleSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,40}$/)
  .meta({ example: "scandinavian" });

export const Style = z
  .object({
    slug: StyleSlug,
    name: z.string().min(1).max(60),
    summary: z.string().min(1).max(400),
    palette: z
      .array(z.object({ name: z.string(), hex: z.string().regex(/^#[0-9a-f]{6}$/) }))
      .min(3)
      .max(8),
    materials: z.array(z.string()).min(2).max(12),
    keywords: z.array(z.string()).min(2).max(20).meta({ description: "Words people use for this style, lower case" }),
  })
  .meta({ id: "Style", description: "An interior style of the catalogue" });
export type Style = z.infer<typeof Style>;
