import { createLexicon } from "./lexicon.ts";

export type LengthUnit = { cm: number; imperial?: true };

const foot = { cm: 30.48, imperial: true } as const;
export const footUnit: LengthUnit = foot;
export const metreUnit: LengthUnit = { cm: 100 };

export const lengthUnits = createLexicon<LengthUnit>([
  [{ cm: 0.1 }, "mm, millimetre, millimeter, millimetres, millimeters"],
  [{ cm: 1 }, "cm, cms, centimetre, centimeter, centimetres, centimeters"],
  [metreUnit, "m, metre, meter, metres, meters, mtr, mtrs, mt"],
  [{ cm: 100_000 }, "km, kilometre, kilometer, kilometres, kilometers"],
  [foot, "ft, foot, feet"],
  [{ cm: 91.44, imperial: true }, "yd, yds, yard, yards"],
  [{ cm: 160_934.4, imperial: true }, "mile, miles"],
]);
export const inchWords = createLexicon([[true, "in, inch, inches"]]);

export type AreaUnit = { m2: number; imperial?: true };
export const areaUnits = createLexicon<AreaUnit>([
  [
    { m2: 1 },
    "m2, sqm, sqms, qm, mq, sq m, sq metre, sq meter, sq metres, sq meters, square m, square metre, square meter, square metres, square meters",
  ],
  [
    { m2: 1 },
    "m squared, metre squared, metres squared, meter squared, meters squared, m sq, m square, metre square, meter square, metres square, meters square",
  ],
  [
    { m2: 0.09290304, imperial: true },
    "sqft, sq ft, sf, square ft, square foot, square feet, sq feet, sq foot, ft2, feet squared, ft squared, foot squared, ft sq",
  ],
  [{ m2: 0.83612736, imperial: true }, "square yard, square yards, sq yd, sq yards"],
  [{ m2: 1_000_000 }, "km2, square km, square kilometres, square kilometers"],
  [{ m2: 10_000 }, "hectare, hectares, ha"],
  [{ m2: 4_046.856, imperial: true }, "acre, acres"],
]);

export type Side = "width" | "length" | "height";
export const sideWords = createLexicon<Side>([
  ["width", "wide, width, across, broad, in width"],
  ["length", "long, length, deep, depth, in length"],
  [
    "height",
    "high, tall, height, ceiling, ceilings, ceiling height, high ceilings, high ceiling, tall ceilings, headroom, room height, in height",
  ],
]);
export const betweenSides = new Set(["x", "by", "times"]);
/** Between a side's name and its number: "the width is about 3 m". */
export const approximations = new Set(
  "is are of about around approx approximately roughly at it has be only just some nearly almost ca".split(" "),
);
/** Counted things that are neither money nor area: "2 weeks". */
export const otherUnits = new Set(
  "week weeks month months year years day days hour hours people persons person kids children cats cat dogs dog pm am percent degrees watt watts litres liters kg doors windows floors storey storeys th st nd rd".split(
    " ",
  ),
);

export const currencyMarks: Record<string, string> = {
  "€": "EUR",
  $: "USD",
  "£": "GBP",
  "¥": "JPY",
  "₹": "INR",
  "₴": "UAH",
  "₺": "TRY",
};
/** The dollars that are not American: "CA$20,000". */
export const dollarPrefixes: Record<string, string> = {
  c: "CAD",
  ca: "CAD",
  a: "AUD",
  au: "AUD",
  nz: "NZD",
  us: "USD",
  r: "BRL",
  hk: "HKD",
  mx: "MXN",
  s: "SGD",
};
/** `undefined` is money of a currency that several countries use: it is asked about rather than guessed. */
export const currencyWords = createLexicon<string | undefined>([
  ["EUR", "eur, euro, euros"],
  ["USD", "usd, us dollars, us dollar, american dollars"],
  ["GBP", "gbp, pounds, pound, quid, sterling, pounds sterling, british pounds"],
  ["CHF", "chf, swiss francs, franken, sfr"],
  ["SEK", "sek, swedish krona, swedish kronor, kronor"],
  ["NOK", "nok, norwegian kroner, norwegian krone"],
  ["DKK", "dkk, danish kroner, danish krone"],
  ["PLN", "pln, zloty, zlotys, złoty, zł"],
  ["CZK", "czk, czech crowns, koruna"],
  ["HUF", "huf, forint, forints"],
  ["RON", "ron, lei"],
  ["UAH", "uah, hryvnia, hryvnias"],
  ["CAD", "cad, canadian dollars"],
  ["AUD", "aud, australian dollars, aussie dollars"],
  ["NZD", "nzd, new zealand dollars"],
  ["INR", "inr, rupees, indian rupees"],
  ["JPY", "jpy, yen"],
  ["BRL", "brl, reais"],
  ["ZAR", "zar, rand"],
  ["USD", "dollar, dollars, bucks"],
  [undefined, "kr, kroner, krone, krona, francs, franc, pesos, peso, crowns"],
]);
/** Money of no country; a budget in it is asked about. */
export const unknownCurrencies = new Set(
  "bitcoin bitcoins btc eth ethereum crypto doubloons gold galleons credits dogecoin".split(" "),
);

/** The number in a sentence with one of these is the budget even without a currency. */
export const budgetCues = createLexicon([
  [
    true,
    "budget, budgets, spend, spending, afford, cost, costs, no more than, not more than, up to, at most, max, maximum, limit, under, below, invest, cap",
  ],
  [true, "make it, have got, money, total, price, pay, saved, put aside, set aside"],
]);
/** Money that was spent on something else. */
export const otherMoneyCues = new Set("paid bought worth earn salary mortgage rent monthly".split(" "));
export const raiseWords = new Set("raise increase add up plus".split(" "));
export const lowerWords = new Set("reduce lower cut decrease minus subtract".split(" "));
