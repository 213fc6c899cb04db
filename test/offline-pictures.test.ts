import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { assetClient } from "./support/asset-client.ts";
import { startOfflineService } from "./support/offline-service.ts";
import { openRenovation, type Renovation } from "./support/renovation-chat.ts";

// Whole conversations of up to ten turns.
setDefaultTimeout(20_000);

let service: Awaited<ReturnType<typeof startOfflineService>>;
beforeAll(async () => {
  service = await startOfflineService();
});
afterAll(() => service[Symbol.asyncDispose]());

const names = ({ tools }: { tools: { name: string }[] }) => tools.map(({ name }) => name);
const ofKitchen = "a kitchen 3 by 4 m, 40k euros, scandinavian";

/** A renovation with an approved plan, whose pictures were just asked for. */
async function openWithPictures(rooms = ofKitchen): Promise<Renovation> {
  const renovation = await openRenovation(service);
  await renovation.say(rooms);
  for (let messages = 0; messages < 6; messages++) {
    if ((await renovation.say("go on")).text.includes("Please decide")) break;
  }
  expect(names(await renovation.say("approve"))).toContain("generate_render");
  return renovation;
}

const phase = async (renovation: Renovation) => (await renovation.session()).phase;

test("a rejection by its button makes a further version with the note as its instructions", async () => {
  await using renovation = await openWithPictures();
  const turn = await renovation.press(await renovation.picture("Kitchen", 1), "reject", "A darker worktop, please");
  expect(names(turn)).toEqual(["generate_render"]);
  expect(turn.text).toContain("A darker worktop, please");
  await renovation.picture("Kitchen", 2);
  const [second, first] = await renovation.renders();
  expect(first).toMatchObject({ version: 1, decision: "rejected" });
  expect(second).toMatchObject({ version: 2, parentId: first?.id, instructions: "A darker worktop, please" });
});

test("what is said about a waiting picture is drawn, and is not kept as a wish for the room", async () => {
  await using renovation = await openWithPictures();
  await renovation.picture("Kitchen", 1);
  await renovation.say("a darker worktop, and I want open shelves");
  await renovation.picture("Kitchen", 2);
  const [second] = await renovation.renders();
  expect(second?.instructions).toBe("a darker worktop, and I want open shelves");
  expect((await renovation.rooms())[0]?.requirements).toEqual([]);
  expect((await renovation.approvals()).filter(({ kind }) => kind === "render").map(({ status }) => status)).toEqual([
    "pending",
    "withdrawn",
  ]);
});

test("a rejection without a word is asked about, and the answer is drawn", async () => {
  await using renovation = await openWithPictures();
  await renovation.picture("Kitchen", 1);
  const rejected = await renovation.say("reject");
  expect(names(rejected)).toEqual([]);
  expect(rejected.text).toContain("What shall I change about the picture of the kitchen?");
  expect(names(await renovation.say("the floor is too dark"))).toEqual(["generate_render"]);
  await renovation.picture("Kitchen", 2);
  expect((await renovation.renders())[0]).toMatchObject({ instructions: "the floor is too dark" });
});

test("every room gets its picture, a plain yes to several decides nothing, and naming rooms does", async () => {
  await using renovation = await openWithPictures("kitchen 3 by 4 m and a bathroom 2 by 2.5 m, 45k euros, modern");
  for (const room of ["Kitchen", "Bathroom"]) await renovation.picture(room, 1);
  expect((await renovation.say("approve")).text).toContain("“approve the kitchen”");
  expect((await renovation.renders()).map(({ decision }) => decision)).toEqual(["open", "open"]);

  expect((await renovation.say("approve the kitchen")).text).toContain("The picture of the kitchen is approved.");
  expect(await phase(renovation)).toBe("RENDER");
  expect((await renovation.say("the bathroom looks good, approve it")).text).toContain("with pictures of the kitchen");
  expect(await phase(renovation)).toBe("COMPLETE");
});

test("enough is enough once one picture is approved, and not before", async () => {
  await using renovation = await openWithPictures("kitchen 3 by 4 m and a bathroom 2 by 2.5 m, 45k euros, modern");
  for (const room of ["Kitchen", "Bathroom"]) await renovation.picture(room, 1);
  expect((await renovation.say("skip the pictures")).text).toContain("needs at least one picture that you approved");
  expect(await phase(renovation)).toBe("RENDER");
  await renovation.say("approve the bathroom");
  await renovation.say("that is enough");
  expect(await phase(renovation)).toBe("COMPLETE");
});

test("a question that was withdrawn with its phase is asked again, and an older plan's picture is drawn anew", async () => {
  await using renovation = await openWithPictures();
  await renovation.picture("Kitchen", 1);
  await renovation.say("back to the plan");
  expect(await phase(renovation)).toBe("PLAN");
  const same = await renovation.say("go on");
  expect(names(same)).toEqual(["move_to_phase", "request_approval"]);
  expect(same.text).toContain("Please decide on picture 1 of Kitchen");

  await renovation.say("industrial instead");
  await renovation.say("approve");
  await renovation.picture("Kitchen", 2);
  expect((await renovation.renders()).map(({ styleSlug }) => styleSlug)).toEqual(["industrial", "scandinavian"]);
});

test("a photo that the planner cannot see is thanked for, and becomes the picture's before", async () => {
  await using renovation = await openRenovation(service);
  await renovation.say(ofKitchen);
  const photo = await (await assetClient(service, renovation.id)).photo();
  const { text } = await renovation.say("here is a photo of my kitchen", [photo.id]);
  expect(text).toContain("Thank you for the photo!");
  expect(text).toContain("I cannot look at it");
  for (const word of ["go on", "go on", "approve"]) await renovation.say(word);
  await renovation.picture("Kitchen", 1);
  expect((await renovation.renders())[0]).toMatchObject({ baseAssetId: photo.id });
});

test("a photo that comes while a picture waits makes another version, with the photo beside it", async () => {
  await using renovation = await openWithPictures();
  await renovation.picture("Kitchen", 1);
  const [room] = await renovation.rooms();
  const photo = await (await assetClient(service, renovation.id)).photo({ query: `?roomId=${room?.id}` });
  expect(names(await renovation.say("this is how it looks today", [photo.id]))).toEqual(["generate_render"]);
  await renovation.picture("Kitchen", 2);
  expect((await renovation.renders())[0]).toMatchObject({ baseAssetId: photo.id, instructions: null });
});

test("another picture after the end is drawn, decided on, and leads to the end again", async () => {
  await using renovation = await openWithPictures();
  await renovation.picture("Kitchen", 1);
  await renovation.say("approve");
  const turn = await renovation.say("another picture of the kitchen, with blue tiles");
  expect(names(turn)).toEqual(["move_to_phase", "move_to_phase", "generate_render"]);
  await renovation.picture("Kitchen", 2);
  await renovation.say("approve");
  expect(await phase(renovation)).toBe("COMPLETE");
  expect(await renovation.plan()).toMatchObject({ version: 1, status: "approved" });
});

test("who changes their mind about changing is back at the end, with nothing changed", async () => {
  await using renovation = await openWithPictures();
  await renovation.picture("Kitchen", 1);
  await renovation.say("approve");
  expect((await renovation.say("I want to change something")).text).toContain("What shall I change?");
  expect(await phase(renovation)).toBe("ITERATE");
  await renovation.say("nothing");
  expect(await phase(renovation)).toBe("COMPLETE");
  expect(await renovation.renders()).toHaveLength(1);
});

test("what is done is ticked off by trade, by name and by room, and opened again", async () => {
  await using renovation = await openWithPictures();
  await renovation.picture("Kitchen", 1);
  await renovation.say("approve");
  const done = async () =>
    (await renovation.checklist()).filter((item) => item.done).map(({ description }) => description);
  expect(names(await renovation.say("the painter is done"))).toEqual(["tick_items"]);
  expect(await done()).toEqual(["Paint walls and ceiling"]);
  await renovation.say("the oven has been delivered");
  expect(await done()).toEqual(["Paint walls and ceiling", "Oven"]);
  await renovation.say("the painter is not done yet");
  expect(await done()).toEqual(["Oven"]);
  expect((await renovation.say("everything is finished")).text).toContain("congratulations");
  expect(await phase(renovation)).toBe("COMPLETE");
});

test("the same words make the same pictures", async () => {
  const tell = async () => {
    await using renovation = await openWithPictures();
    await renovation.press(await renovation.picture("Kitchen", 1), "reject", "darker");
    await renovation.picture("Kitchen", 2);
    const renders = await renovation.renders();
    return renders.map(({ version, instructions, renderer, styleSlug }) => [
      version,
      instructions,
      renderer,
      styleSlug,
    ]);
  };
  expect(await tell()).toEqual(await tell());
});
