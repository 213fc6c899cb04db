/** Rooms that are never just another word for the bedroom or bathroom that is known. */
export const ownKinds = new Set(
  "guest room,spare room,master suite,ensuite,toilet,guest toilet,separate toilet,downstairs toilet,powder room,cloakroom,half bath,shower room,nursery,playroom,son’s room,daughter’s room".split(
    ",",
  ),
);

/** How a name is written that the vocabulary knows without its apostrophe, or in another spelling. */
const baseNames: Record<string, string> = {
  "bed room": "bedroom",
  "bath room": "bathroom",
  livingroom: "living room",
  diningroom: "dining room",
  guestroom: "guest room",
  "guest wc": "guest toilet",
  wc: "toilet",
  "en suite": "ensuite",
  sunroom: "sun room",
  "kids room": "kids’ room",
  "kids bedroom": "kids’ bedroom",
  "childrens room": "children’s room",
  "children room": "children’s room",
  "childrens bedroom": "children’s bedroom",
  "childs room": "child’s room",
  "childs bedroom": "child’s bedroom",
  "sons room": "son’s room",
  "daughters room": "daughter’s room",
  "teenagers room": "teenager’s room",
};

/** The room's word as it stands in a name. */
export function baseName(word: string): string {
  const bare = word.replace(/^(?:my|our|the) /, "");
  return baseNames[bare] ?? bare;
}

export function nameOfQualifier(qualifier: string): string {
  return { kids: "kids’", childrens: "children’s", parents: "parents’" }[qualifier] ?? qualifier;
}
