import { createLexicon } from "./lexicon.ts";

/** What a message does besides stating facts. */
export type Act =
  | "yes"
  /** A yes that asks for nothing more: "looks good", "go ahead". */
  | "content"
  | "no"
  /** A no to whether there is more: "that's all". */
  | "that-is-all"
  | "skip"
  | "unknown"
  | "greeting"
  | "wellbeing"
  | "thanks"
  | "farewell"
  | "next"
  | "styles"
  | "help"
  | "status"
  | "undo"
  | "who"
  | "cost"
  | "approve"
  | "reject"
  | "cheaper"
  | "back"
  | "to-checklist"
  | "to-plan"
  | "to-pictures"
  | "redraw"
  | "finish"
  | "report"
  | "dates"
  | "change";

/** Acts that a few words can carry only when they are all a clause says: "no", but not "no open shelves". */
export const shortActs = createLexicon<Act>([
  [
    "yes",
    "yes, yeah, yep, yup, ya, yess, yea, ja, aye, sure, correct, right, thats right, exactly, please do, of course, absolutely, definitely, certainly, why not, yes please, gladly, i do, thats it exactly",
  ],
  [
    "content",
    "great work, good work, nice work, great job, good job, nice job, well done, alright, all right, very good, very nice, not bad, ok, okay, okey, k, fine, fine by me, fine with me, good, great, cool, nice, super, perfect, wonderful, excellent, lovely, awesome, amazing, fantastic, brilliant, agreed, that works, works for me, good enough, good to go, i like it, i love it, love it, like it, happy with it, im happy, i am happy, as it is, no problem, no worries, no problem at all",
  ],
  [
    "content",
    "sounds good, sounds great, sounds fine, looks good, looks great, looks fine, looks ok, looks okay, looks nice, looks perfect, looks lovely, all good, all fine, go ahead, lets go ahead, go for it, sounds like a plan, thats fine, that is fine, thats good, thats great, thats ok, thats okay, thats perfect, its fine, do it, just do it, lets do it, lets do this, do that, make it so",
  ],
  [
    "no",
    "no, nope, nah, nein, not yet, not now, wait, hold on, none, no thanks, no thank you, not really, nothing special",
  ],
  [
    "that-is-all",
    "nothing, nothing else, nothing more, thats all, that is all, thats it, that is it, thats everything, that is everything, no more, no wishes, no more wishes, no other wishes, no further wishes, no special wishes, im done",
  ],
  ["cheaper", "too much, too high, much too much"],
  ["no", "not at the moment, nothing in particular, negative"],
  [
    "skip",
    "skip, skip it, skip this, skip that, pass, next question, doesnt matter, does not matter, dont mind, whatever, not important, any, anything, no preference, no preferences",
  ],
  [
    "skip",
    "leave it, leave it as it is, leave it like that, leave it so, keep it, keep it as it is, keep that, never mind, nevermind, forget it",
  ],
  [
    "skip",
    "you choose, you decide, up to you, surprise me, i dont care, dont care, leave it open, open, maybe later, later, ask me later, no matter, i am flexible, im flexible, flexible, not relevant",
  ],
  [
    "unknown",
    "dont know, do not know, no idea, not sure, unsure, dunno, idk, no clue, cant say, not decided, havent decided, undecided, hard to say, who knows, dont know yet",
  ],
  [
    "unknown",
    "havent measured, not measured, have not measured, need to measure, have to measure, no budget yet, not certain, dont remember, cant remember, havent thought about, no numbers yet, unknown, no budget, it depends, that depends, well see, dont have one, havent got one",
  ],
  [
    "greeting",
    "hi, hello, hey, hiya, good morning, good afternoon, good evening, good day, greetings, howdy, hi there, hello there, hey there, yo",
  ],
  [
    "thanks",
    "thanks, thank you, thx, danke, tnx, cheers, many thanks, ty, much appreciated, thanks a lot, thank you very much, thank you so much",
  ],
  ["farewell", "bye, goodbye, see you, see you later, good night, talk later, ciao, bye bye"],
  [
    "next",
    "go, nxt, go go, go on, just go on, keep going, next, weiter, continue, move on, proceed, next step, next phase, lets start, start, lets go, lets move on, lets proceed, onwards, carry on, next please, lets continue, forward, im ready, i am ready, ready",
  ],
  [
    "to-checklist",
    "checklist, start the checklist, go to the checklist, make the checklist, show me the checklist, show the checklist, move to the checklist, make a checklist, to the checklist, go to checklist, checklist phase",
  ],
  [
    "to-plan",
    "plan, make the plan, make a plan, write the plan, write a plan, show me the plan, show the plan, see the plan, go to the plan, move to the plan, start the plan, new plan, plan it, planning, plan phase, schedule, timeline",
  ],
  [
    "to-pictures",
    "pictures, picture, renders, render, renderings, show me pictures, make the pictures, go to the pictures, move to the pictures, to the pictures, show me how it looks, render phase",
  ],
  ["back", "back, go back, step back, previous, previous phase, previous step, one step back, return, move back"],
  [
    "approve",
    "approve, approved, i approve, aprove, aproved, accept, accepted, confirm, confirmed, sign off, sign it off, agree, looks right",
  ],
  [
    "reject",
    "reject, rejected, reject it, decline, declined, refuse, refused, disapprove, not approved, dont approve, do not approve, dont accept, do not accept, dont agree, do not agree, dont like it, i dont like it",
  ],
  [
    "redraw",
    "once more, try again, retry, redraw, draw it again, draw it anew, another one, another picture, new picture, a new picture, one more picture, another board, new board, another version, a different picture, another draft",
  ],
  [
    "finish",
    "finish, finished, done, all done, we are done, were done, wrap up, wrap it up, finish it, finish up, complete, enough, hand over, hand it over, to the end, complete phase",
  ],
  [
    "report",
    "report, the report, final report, pdf, shopping list, the shopping list, csv, links, link, documents, show me the report, give me the report, send me the report, download the report, print it, download, print",
  ],
  [
    "change",
    "change something, changes, edit something, a change, something else, change it, change, i changed my mind, changed my mind",
  ],
  ["help", "help, options, what now, what next, menu, commands"],
  ["status", "status, summary, recap, overview, progress"],
]);

/** Phrases telling enough to count anywhere in a clause. */
export const clearActs = createLexicon<Act>([
  // What a button says for the homeowner.
  ["approve", "i approve the plan, i approve going over the budget, i approve picture"],
  ["reject", "i do not approve the plan, i do not approve going over the budget, i do not approve picture"],
  [
    "redraw",
    "another picture, a new picture, a different picture, one more picture, the picture again, the board again, picture once more, draw it again, draw the picture again, redraw, try it again",
  ],
  [
    "finish",
    "skip the pictures, skip pictures, skip the rest, skip all pictures, enough pictures, no more pictures, without pictures, no pictures, dont need pictures, do not need pictures, dont need a picture, dont want pictures, that is enough, thats enough, that will do, leave it at that",
  ],
  [
    "report",
    "the report, my report, a report, as pdf, as a pdf, the pdf, get a pdf, send me a pdf, give me a pdf, make a pdf, want a pdf, need a pdf, can i download, do i download, to download, shopping list, something to print, hand to the contractor, for the contractor, for my contractor, show my contractor",
  ],
  [
    "dates",
    "when do we start, when does it start, when can we start, when will it start, when does the work start, when do they start, when is it finished, when will it be finished, when is it done, when will it be done, when are we done, how long does it, how long will it, how many days, how many weeks",
  ],
  [
    "change",
    "want to change something, like to change something, change something, change my mind, changed my mind, change a few things, change some things",
  ],
  [
    "unknown",
    "dont know, do not know, no idea, not sure about, no clue, havent decided, havent measured, have not measured, have not decided",
  ],
  [
    "unknown",
    "dont have a budget, do not have a budget, dont have any budget, have no budget, havent got a budget, havent set a budget, have not set a budget, without a budget, no fixed budget, no set budget, no real budget, no particular budget",
  ],
  [
    "skip",
    "no object, no budget limit, no limit, no spending limit, unlimited budget, budget unlimited, budget is unlimited",
  ],
  ["wellbeing", "how are you, hows it going, how is it going, how do you do, whats up, how are things"],
  [
    "styles",
    "what styles, which styles, what style, which style, show me styles, show me some styles, show styles, style examples, style options, styles are there, styles do you",
  ],
  [
    "styles",
    "list of styles, list styles, list the styles, examples of styles, show me examples, show me some examples, other styles, more styles, available styles, another style, different style, change the style, about the style, suggest a style, recommend a style",
  ],
  [
    "help",
    "what can you do, what can i do, what can you, what can i say, what do i do, how does this work, how do you work, how does it work, what should i do, what happens next, whats next, what is next, help me",
  ],
  [
    "status",
    "where are we, where were we, what do you have, what have you got, what do you know, what have we, so far, summarise, summarize, sum up, what did you note, whats missing, what is missing",
  ],
  [
    "status",
    "did i say, did i tell, did i give, did i mention, did i choose, did i pick, whats my, what is my, whats our, what is our, which style did i, what style did i, which style did we, what style did we, which style do we have, what style do we have",
  ],
  ["undo", "undo, revert, take that back, back to the old, back to the previous, as it was before"],
  [
    "who",
    "who are you, what are you, are you a bot, are you a robot, are you an ai, are you human, are you real, are you gemini, are you chatgpt, which model, what model, are you offline, your name",
  ],
  [
    "cost",
    "how much did, how much money, what did it cost, what are the costs, total cost, the total, whats the price, what is the price, how much does, how much would, how much will, how much is, what does it cost, what would it cost, how expensive, what will it cost, is it enough, is that enough, estimate, quote",
  ],
  [
    "cost",
    "within budget, within the budget, in budget, over budget, over the budget, fit the budget, fits the budget, fit into the budget, fit my budget, check the budget, budget check, is left, whats left, money left, how much have",
  ],
  [
    "cheaper",
    "too expensive, too costly, too pricey, too dear, too much money, cheaper, less expensive, costs less, cost less, save money, cut costs, cut the costs, reduce the cost, reduce the costs, lower the cost, lower the costs, cant afford, cannot afford, above my budget, over my budget, out of my budget, bring the price down, bring the cost down",
  ],
]);

/** Words that add nothing to an act: "yes, please let us do that now". */
export const politeWords = new Set(
  "please both each then now to the a an with thanks you us we i me it that this so just im am oh ah well hmm um uh let lets can could would do really very much all there again my our too also for of on at about is are in have your and or but honestly actually frankly yet sorry thank everyone planner agent question one any what be will think guess maybe haha lol right away how".split(
    " ",
  ),
);

export type Topic = "size" | "budget" | "style";
/** What "I don't know …" or "skip …" may be about. */
export const topicWords = createLexicon<Topic>([
  [
    "size",
    "size, sizes, dimensions, dimension, measurements, measurement, measured, measure, area, big, square metres, square meters, how big",
  ],
  ["budget", "budget, money, cost, costs, price, spend, how much"],
  ["style", "style, styles, look, design, taste"],
]);

/** Turn a wish into the clause it opens; `keep` says that the words belong to the wish itself. */
export const wishCues = createLexicon<"drop" | "keep">([
  [
    "drop",
    "need, needs, want, wants, would like, wed like, id like, would love, id love, with, including, includes, prefer, wish for, wishing for, hope for, please add, add, needed, wanted, room for",
  ],
  [
    "keep",
    "must, must have, must keep, keep, no, not, without, dont want, do not want, dont need, has to, have to, should, cannot, cant, avoid, never, dont, do not, please no, has to stay, need to keep",
  ],
  [
    "keep",
    "needs to, need to, wants to, want to keep, make sure, as much, as many, enough, room for a, important, allergic, wheelchair, accessible, child safe, childproof, pet friendly, stays, stay, as it is, as they are, untouched",
  ],
]);
/** A fact about the household rather than about a room. */
export const householdCues = createLexicon([
  [
    true,
    "cat, cats, dog, dogs, pet, pets, kids, children, child, baby, toddler, toddlers, allergic, allergy, asthma, wheelchair, rent, renting, tenant, tenants, landlord, neighbours, neighbors, listed building",
  ],
  [
    true,
    "live there, living there, live here, living here, stay in the house, stay in the flat, pregnant, elderly, parents, grandmother, grandfather, work from home, working from home, deadline",
  ],
  [
    true,
    "by christmas, by easter, by summer, by spring, by autumn, by winter, by the end of, before christmas, before the, finished by, done by, ready by, weeks, months",
  ],
]);
/** What opens a statement about the household: "we have two cats". */
export const possessionWords = new Set("have has got are is own am were im live finished done ready there".split(" "));

/** Words without a wish in them: what is left of "I want to redo my kitchen" after room, size, budget and style. */
export const emptyWords = new Set(
  `a an the my our your their this that these those it its i we you us me im ive id weve were he she they is are was be been being am do does did done doing have has had got get getting
   to of in on at for from with and or but so then than as by into about around approximately approx roughly some something somewhat kind sort type just only also too very really quite maybe perhaps please
   want wants wanted need needs would like love wish wed could can should shall will may might must let lets make making made take taking go going come start begin help plan planning think thinking looking look idea hope
   redo renovate renovating renovation remodel remodeling remodelling refurbish refurbishing refurbishment update updating refresh upgrade makeover change changing improve modernise modernize rebuild rework redesign redecorate fix up do over project work works job
   room rooms space home house flat apartment place new old fresh nice good great beautiful lovely pretty small big large tiny whole entire complete completely total totally full fully
   size sized area wide long high tall deep metre metres meter meters m cm ft feet square measures measure measuring dimensions roughly budget spend cost costs money max maximum most more less up limit under total altogether all together overall each both
   style styled look feel design vibe not no yes actually instead rather sorry correction well ok okay hi hello hey thanks there here now today yet again still one ones other another additional extra thing things stuff what which who how when why where if because since
   say said mean meant set put change changed use using everything anything dont id know x ceiling ceilings height width length hundred thousand k grand either neither nor per none same year years actual real want much second first third respectively possible possibly currently keep add any anymore tops gut strip rip tear demolish exceed stretch forget mix combination blend advice ideas hear tips inspiration suggestions know understand ask question assistant id call called wanna gonna gotta asap soon quickly quick urgently urgent fast immediately guys folks back`.split(
    /\s+/,
  ),
);
