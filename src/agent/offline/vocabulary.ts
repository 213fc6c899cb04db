import type { Style } from "../../catalog/schema.ts";
import { wordsOf } from "../../catalog/words.ts";
import type { RoomType } from "../../rooms/schema.ts";
import { createLexicon, type Lexicon } from "./lexicon.ts";

/** What people call rooms, singular. `undefined` marks phrases that only look like a room. */
export const roomWords = createLexicon<RoomType | undefined>(
  [
    ["kitchen", "kitchen, kitchenette, galley kitchen, cooking area, scullery, kitchen diner"],
    [
      "bathroom",
      "bathroom, bath room, shower room, guest toilet, guest wc, wc, ensuite, en suite, powder room, washroom, restroom, wet room, half bath",
    ],
    [
      "bathroom",
      "cloakroom, my bath, our bath, my toilet, our toilet, the toilet, separate toilet, toilet room, downstairs toilet, small toilet",
    ],
    ["bedroom", "bedroom, bed room, master suite, guest room, guestroom, spare room, sleeping room"],
    [
      "living_room",
      "living room, livingroom, lounge, sitting room, family room, front room, living area, living space, tv room, drawing room, parlour, den",
    ],
    ["dining_room", "dining room, diningroom, dining area, breakfast room, breakfast nook"],
    [
      "hallway",
      "hallway, hall, entrance hall, entrance, entryway, entry, corridor, foyer, landing, vestibule, staircase, mudroom",
    ],
    ["home_office", "home office, office, study, workroom, work room, studio, study room"],
    ["laundry", "laundry, laundry room, utility room, utility, washing room"],
    [
      "children_room",
      "childrens room, childs room, children room, kids room, kids bedroom, childrens bedroom, nursery, playroom, play room, baby room, babys room",
    ],
    ["children_room", "sons room, daughters room, teenagers room, teen room, childs bedroom"],
    ["basement", "basement, cellar"],
    ["attic", "attic, loft, loft room"],
    ["balcony", "balcony, terrace, patio, veranda, deck"],
    ["garage", "garage, carport"],
    [
      "other",
      "conservatory, sunroom, sun room, winter garden, pantry, larder, walk in closet, dressing room, home gym, gym, sauna, library",
    ],
    ["other", "home cinema, wine cellar, hobby room, music room, storage room, store room, porch, workshop, boot room"],
    [
      undefined,
      "loft style, loft look, urban loft, garage door, balcony door, office chair, office hours, office building, tax office, entry level, hall stand",
    ],
    [
      undefined,
      "study the, study it, utility bill, utility company, laundry basket, laundry chute, deck chair, library card, lounge chair, patio door, sauna heater",
    ],
  ],
  { plurals: true, forgiving: true },
);

/** Parts of a room's name: "guest bathroom". */
export const roomQualifiers = new Set(
  "guest master main family upstairs downstairs kids childrens parents ensuite primary principal spare shared open".split(
    " ",
  ),
);
export const sizeAdjectives = new Set(
  "small smaller big bigger large larger tiny little huge narrow long old new own current existing whole entire nice dream dark bright cosy cozy proper separate full ugly outdated dated tired".split(
    " ",
  ),
);
export const determiners = new Set("a an the my our this that his her their your its some these those".split(" "));
export const moreWords = new Set("another additional extra more further".split(" "));
export const ordinals = new Map([
  ["first", 1],
  ["second", 2],
  ["third", 3],
  ["fourth", 4],
  ["fifth", 5],
]);

/** Wholes that have to be told apart into rooms first. */
export const wholeHomeWords = createLexicon([
  [
    true,
    "whole house, entire house, whole home, entire home, whole flat, entire flat, whole apartment, entire apartment, whole place, everything",
  ],
  [
    true,
    "my house, our house, my flat, our flat, my apartment, our apartment, my home, our home, the house, the flat, the apartment, a house, a flat, an apartment",
  ],
]);

/** A size said of one of these is no room's. */
export const homeWords = new Set("house home flat apartment condo villa building place property".split(" "));

/** A room after one of these is only a neighbour of the one that is meant. */
export const neighbourWords = createLexicon([
  [
    true,
    "next to, open to, opens to, opening to, opens onto, open onto, facing, faces, adjacent to, adjoining, beside, near, behind, above, below",
  ],
  [
    true,
    "connected to, connecting to, leads to, leading to, onto, towards, toward, between, door to, window to, access to, wall to, hatch to, close to",
  ],
]);

/** What takes a room out when it stands before it: told to, or passed by; `aside` ("not the bathroom, the kitchen") only tells rooms apart. */
export type Removal = "order" | "negation" | "aside";
export const removalWords = createLexicon<Removal>([
  [
    "order",
    "drop, forget, forget about, remove, delete, cancel, scrap, skip, omit, exclude, ditch, leave out, take out, take off, leave, cut, cut out, strike",
  ],
  [
    "order",
    "get rid of, rid of, dont want, do not want, no longer want, no longer need, dont do, do not do, wont do, let go of, postpone",
  ],
  [
    "negation",
    "no, without, except, except for, apart from, instead of, rather than, dont need, do not need, not doing",
  ],
  ["aside", "not"],
]);
/** Between such a word and the room: "don't want to do the bathroom". */
export const removalFillers = new Set(
  "to do redo renovate touch have doing about with anymore want need plan".split(" "),
);
/** What takes a room out when it stands after it. */
export const removedAfterWords = createLexicon([
  [
    true,
    "can wait, is off, is out, is cancelled, is canceled, is not needed, isnt needed, not needed, no longer, anymore, out of the plan, off the list, stays as it is",
  ],
]);
/** "don't forget the bathroom" keeps it. */
export const negations = new Set("dont not never cannot cant didnt wont".split(" "));
/** What may follow a room that goes; any other word makes the room part of something longer: "remove the kitchen tiles". */
export const afterRoomInList = new Set(
  "and or any too please then now again completely entirely anymore instead but altogether also later".split(" "),
);
/** The same after an order, which may give its reason: "drop the bathroom, it is", "for now". */
export const afterRemovedRoom = new Set(
  "for from it its we i as until this at after because since out off stuff part any first today just upstairs downstairs thing".split(
    " ",
  ),
);

const styleLexicons = new WeakMap<readonly Style[], Lexicon<string>>();

/** Names of a catalogue's styles. Made once for each catalogue: every message is read again and again. */
export function styleWordsOf(styles: readonly Style[]): Lexicon<string> {
  const known = styleLexicons.get(styles);
  if (known) return known;
  const phrasesOf = ({ slug, name, keywords }: Style) =>
    [...new Set([...keywords, name, slug].map((phrase) => wordsOf(phrase).join(" ")))].join(", ");
  const lexicon = createLexicon(
    styles.map((style) => [style.slug, phrasesOf(style)] as const),
    { forgiving: true },
  );
  styleLexicons.set(styles, lexicon);
  return lexicon;
}
export const styleNouns = new Set("style styled look looking design feel vibe flair aesthetic".split(" "));
export const styleNegations = new Set("not no dont hate never without isnt dislike avoid less wrong".split(" "));
export const styleFillers = new Set(
  "a an the so really very too that want like be it to anything something style is all as love do".split(" "),
);
