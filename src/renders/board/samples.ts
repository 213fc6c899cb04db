import { chroma, darker, lighter, mix, type Roles } from "./colors.ts";
import type { Finish } from "./finishes.ts";
import { clip, jointsOf, type Segment } from "./patterns.ts";
import { randomFrom } from "./random.ts";
import { circle, type Markup, path, type Point, polygon, rectangle, rounded, strokes } from "./svg.ts";

/** A material sample of a given size with its upper left corner at x, y; lengths in millimetres. */
export type Sample = { x: number; y: number; width: number; height: number };

type Painter = (sample: Sample, color: string, random: () => number, roles: Roles) => Markup[];

const moved = ({ x, y }: Sample, segments: readonly Segment[]): Segment[] =>
  segments.map(([[x1, y1], [x2, y2]]) => [
    [x + x1, y + y1],
    [x + x2, y + y2],
  ]);

/** Long wavy lines, as growth rings show on a sawn board. */
const wood: Painter = (sample, color, random) => {
  const { x, y, width, height } = sample;
  const line = { stroke: darker(color, 0.24), width: 0.16 };
  const rows = Array.from({ length: Math.floor(height / 1.5) }, (_, row) => {
    const level = y + 1 + row * 1.5 + random() * 0.5;
    const sway = () => rounded(Math.min(y + height - 0.4, Math.max(y + 0.4, level + (random() - 0.5) * 1.6)));
    const at = (share: number) => rounded(x + width * share);
    return path(
      `M${at(0)} ${rounded(level)}C${at(0.25)} ${sway()} ${at(0.4)} ${sway()} ${at(0.55)} ${sway()}S${at(0.85)} ${sway()} ${at(1)} ${rounded(level)}`,
      line,
    );
  });
  const [knotX, knotY] = [x + width * (0.3 + random() * 0.4), y + height * (0.3 + random() * 0.4)];
  const rings = [2.2, 1.4, 0.7].map((radius, index) =>
    path(
      `M${rounded(knotX - radius * 1.7)} ${rounded(knotY)}a${rounded(radius * 1.7)} ${rounded(radius)} 0 1 0 ${rounded(radius * 3.4)} 0a${rounded(radius * 1.7)} ${rounded(radius)} 0 1 0 ${rounded(-radius * 3.4)} 0Z`,
      { fill: index === 0 ? color : index === 2 ? darker(color, 0.25) : undefined, ...line },
    ),
  );
  return [...rows, ...rings];
};

const joints =
  (pattern: Finish["pattern"], pitch: number, strength = 0.25): Painter =>
  (sample, color) =>
    strokes(moved(sample, jointsOf(pattern, sample.width, sample.height, pitch)), {
      stroke: darker(color, strength),
      width: 0.22,
    });

const terrazzo: Painter = ({ x, y, width, height }, color, random, roles) => {
  const shades = [roles.accent, roles.fabric, darker(color, 0.3), lighter(color, 0.5), roles.dark];
  return Array.from({ length: 70 }, (_, index) => {
    const size = 0.35 + random() * 1.1;
    const [cx, cy] = [x + size + random() * (width - 2 * size), y + size + random() * (height - 2 * size)];
    const corners = Array.from({ length: 5 }, (_, corner): Point => {
      const angle = (corner / 5) * Math.PI * 2 + random() * 0.8;
      const reach = size * (0.55 + random() * 0.45);
      return [cx + Math.cos(angle) * reach, cy + Math.sin(angle) * reach];
    });
    return polygon(corners, { fill: mix(shades[index % shades.length] ?? color, color, 0.25) });
  });
};

const marble: Painter = (sample, color, random) => {
  const { width, height } = sample;
  const veins = [0.18, 0.46, 0.74].map((start): Segment[] => {
    let at: Point = [width * start + random() * 3, 0];
    const pieces: Segment[] = [];
    while (at[1] < height) {
      const next: Point = [at[0] + (random() - 0.35) * 3.4, at[1] + 1 + random() * 2];
      const piece = clip([at, next], width, height);
      if (piece) pieces.push(piece);
      at = next;
    }
    return pieces;
  });
  return veins.flatMap((vein, index) =>
    strokes(moved(sample, vein), {
      stroke: mix(color, "#6d7076", 0.6),
      width: index === 1 ? 0.42 : 0.2,
      opacity: 0.65,
    }),
  );
};

const speckled: Painter = ({ x, y, width, height }, color, random) =>
  Array.from({ length: 90 }, (_, index) =>
    circle(x + 0.5 + random() * (width - 1), y + 0.5 + random() * (height - 1), 0.12 + random() * 0.3, {
      fill: index % 3 === 0 ? lighter(color, 0.35) : darker(color, 0.18),
      opacity: 0.75,
    }),
  );

/** Warp over weft with thick and thin threads. */
const weave: Painter = (sample, color, random) => {
  const { width, height } = sample;
  const threads = (length: number, across: number, upright: boolean) =>
    Array.from({ length: Math.floor(across / 0.7) }, (_, index): Segment => {
      const at = 0.35 + index * 0.7 + (random() - 0.5) * 0.2;
      return upright
        ? [
            [at, 0],
            [at, length],
          ]
        : [
            [0, at],
            [length, at],
          ];
    });
  return [
    ...strokes(moved(sample, threads(height, width, true)), { stroke: darker(color, 0.16), width: 0.16 }),
    ...strokes(moved(sample, threads(width, height, false)), { stroke: lighter(color, 0.4), width: 0.2 }),
  ];
};

/** Short loops in rows. */
const pile: Painter = (sample, color, random) => {
  const { width, height } = sample;
  const loops = Array.from({ length: Math.floor(width / 1.3) * Math.floor(height / 1.1) }, (_, index): Segment => {
    const columns = Math.floor(width / 1.3);
    const [x, y] = [0.5 + (index % columns) * 1.3 + random() * 0.3, 0.4 + Math.floor(index / columns) * 1.1];
    return [
      [x, y + 0.5],
      [Math.min(width - 0.2, x + 0.5), y],
    ];
  });
  return strokes(moved(sample, loops), {
    stroke: mix(color, chroma(color) > 0.3 ? "#ffffff" : "#000000", 0.28),
    width: 0.26,
    cap: "round",
  });
};

const rattan: Painter = (sample, color) => {
  const { width, height } = sample;
  const slanted = Array.from({ length: 20 }, (_, index) => (index - 6) * 2.6).flatMap((start): Segment[] => [
    [
      [start, 0],
      [start + height, height],
    ],
    [
      [start + height, 0],
      [start, height],
    ],
  ]);
  const clipped = slanted.flatMap((segment) => clip(segment, width, height) ?? []);
  return [
    ...strokes(moved(sample, pairs(clipped)), { stroke: darker(color, 0.32), width: 0.42 }),
    ...strokes(moved(sample, jointsOf("tiles", width, height, 1.3)), { stroke: darker(color, 0.18), width: 0.26 }),
  ];
};
const pairs = (points: readonly Point[]): Segment[] =>
  points.flatMap((point, index): Segment[] => (index % 2 === 0 ? [[point, points[index + 1] ?? point]] : []));

/** Fine brushed lines and a band of light. */
const metal: Painter = (sample, color, random) => {
  const { x, y, width, height } = sample;
  const brushed = Array.from({ length: Math.floor(height / 0.6) }, (_, row): Segment => {
    const start = random() * width * 0.3;
    return [
      [start, 0.3 + row * 0.6],
      [width - random() * width * 0.3, 0.3 + row * 0.6],
    ];
  });
  return [
    polygon(
      [
        [x + width * 0.15, y],
        [x + width * 0.45, y],
        [x + width * 0.3, y + height],
        [x, y + height],
      ],
      { fill: "#ffffff", opacity: 0.22 },
    ),
    ...strokes(moved(sample, brushed), { stroke: darker(color, 0.2), width: 0.09 }),
  ];
};

const glass: Painter = ({ x, y, width, height }) => [
  polygon(
    [
      [x + width * 0.1, y + height],
      [x + width * 0.5, y],
      [x + width * 0.66, y],
      [x + width * 0.26, y + height],
    ],
    { fill: "#ffffff", opacity: 0.6 },
  ),
  polygon(
    [
      [x + width * 0.4, y + height],
      [x + width * 0.8, y],
      [x + width * 0.86, y],
      [x + width * 0.46, y + height],
    ],
    { fill: "#ffffff", opacity: 0.45 },
  ),
];

const leather: Painter = (sample, color, random) => [
  ...speckled(sample, color, random, {
    wall: color,
    front: color,
    fabric: color,
    accent: color,
    dark: color,
    mark: color,
  }),
  ...strokes(
    moved(sample, [
      [
        [0, sample.height * 0.82],
        [sample.width, sample.height * 0.82],
      ],
    ]),
    { stroke: lighter(color, 0.45), width: 0.3, dash: "1.1 0.7" },
  ),
];

/** Broad strokes of a trowel. */
const plaster: Painter = ({ x, y, width, height }, color, random) =>
  Array.from({ length: 16 }, (_, index) => {
    const [cx, cy] = [x + 2 + random() * (width - 10), y + 2 + random() * (height - 4)];
    const reach = Math.min(4 + random() * 4, x + width - cx - 0.5);
    const rise = (random() - 0.5) * 1.6;
    return path(`M${rounded(cx)} ${rounded(cy)}q${rounded(reach / 2)} ${rounded(rise)} ${rounded(reach)} 0`, {
      stroke: index % 2 === 0 ? lighter(color, 0.4) : darker(color, 0.09),
      width: 0.7,
      cap: "round",
      opacity: 0.7,
    });
  });

/** Encaustic tiles: a star and a ring to each. */
const patterned: Painter = ({ x, y, width, height }, _color, _random, roles) => {
  const [across, up] = [3, Math.max(2, Math.round((height / width) * 3))];
  const [w, h] = [width / across, height / up];
  return Array.from({ length: across * up }, (_, index) => {
    const [cx, cy] = [x + ((index % across) + 0.5) * w, y + (Math.floor(index / across) + 0.5) * h];
    const r = Math.min(w, h) / 2;
    return [
      polygon(
        [
          [cx, cy - r],
          [cx + r, cy],
          [cx, cy + r],
          [cx - r, cy],
        ],
        { fill: index % 2 === 0 ? roles.accent : roles.dark, opacity: 0.85 },
      ),
      circle(cx, cy, r * 0.42, { fill: roles.wall }),
    ];
  }).flat();
};

const painters: Readonly<Record<Finish["pattern"], Painter>> = {
  wood,
  planks: (sample, color, random, roles) => [
    ...wood(sample, color, random, roles),
    ...joints("planks", 6)(sample, color, random, roles),
  ],
  herringbone: joints("herringbone", 3.4),
  tiles: joints("tiles", 4.4, 0.2),
  metro: joints("metro", 4, 0.2),
  brick: joints("brick", 3, 0.35),
  fluted: joints("fluted", 5, 0.2),
  patterned,
  terrazzo,
  marble,
  concrete: speckled,
  weave,
  pile,
  rattan,
  leather,
  metal,
  glass,
  plaster,
  plain: ({ x, y, width, height }) => [
    polygon(
      [
        [x, y],
        [x + width, y],
        [x, y + height],
      ],
      { fill: "#ffffff", opacity: 0.22 },
    ),
  ],
};

/** A material as one would glue it to a board. */
export function drawSample(sample: Sample, { pattern, color }: Finish, seed: string, roles: Roles): Markup[] {
  const { x, y, width, height } = sample;
  return [
    rectangle(x + 0.5, y + 0.6, width, height, { fill: "#2b2620", opacity: 0.12 }),
    rectangle(x, y, width, height, { fill: color }),
    ...painters[pattern](sample, color, randomFrom(seed), roles),
    rectangle(x, y, width, height, { stroke: darker(color, 0.35), width: 0.2 }),
  ];
}
