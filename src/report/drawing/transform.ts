import type { Matrix } from "./shapes.ts";

const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** Both, the second first: as SVG reads a list of transforms. */
const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
];

/** The matrix of an SVG transform attribute (SVG 1.1, 7.6); what it does not know changes nothing. */
export function parseTransform(text: string): Matrix {
  let matrix = identity;
  for (const [, name = "", list = ""] of text.matchAll(/([a-zA-Z]+)\s*\(([^)]*)\)/g))
    matrix = times(
      matrix,
      matrixOf(
        name,
        list
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(Number),
      ),
    );
  return matrix;
}

function matrixOf(name: string, values: number[]): Matrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
  switch (name) {
    case "matrix":
      return [a, b, c, d, e, f];
    case "translate":
      return [1, 0, 0, 1, a, b];
    case "scale":
      return [a, 0, 0, values[1] ?? a, 0, 0];
    case "rotate": {
      const angle = (a * Math.PI) / 180;
      const turn: Matrix = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
      return times(times([1, 0, 0, 1, b, c], turn), [1, 0, 0, 1, -b, -c]);
    }
    case "skewX":
      return [1, 0, Math.tan((a * Math.PI) / 180), 1, 0, 0];
    case "skewY":
      return [1, Math.tan((a * Math.PI) / 180), 0, 1, 0, 0];
    default:
      return identity;
  }
}
