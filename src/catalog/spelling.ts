/** Letters from the left that spellings are made of: what comes after hardly adds to what can be told apart. */
const comparedLetters = 7;
const longWord = 8;

/** How many wrong letters are forgiven in a word: none in short ones and numbers, two in long ones. */
export function forgivenIn(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0;
  return word.length < longWord ? 1 : 2;
}

/**
 * The beginning of a word with up to so many letters left out. Two words at most that many letters apart share one of
 * these (Garbe's symmetric delete), which makes finding them a look-up of exact values.
 */
export function spellingsOf(word: string, mostLeftOut: number): string[] {
  let last = [word.slice(0, comparedLetters)];
  const all = new Set(last);
  for (let leftOut = 0; leftOut < mostLeftOut; leftOut++) {
    last = last.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1)));
    for (const text of last) if (text !== "") all.add(text);
  }
  return [...all];
}

/** How many letters are wrong, missing, too many or swapped with their neighbour (optimal string alignment). */
function lettersApart(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let apart = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        apart = Math.min(apart, (beforeLast[j - 2] ?? 0) + 1);
      row.push(apart);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The known words that an unknown one was most likely meant to be: the nearest ones, if near enough at all. */
export function nearestWords(word: string, known: Iterable<string>): string[] {
  let nearest: string[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const most = Math.min(forgivenIn(candidate), forgivenIn(word) + 1);
    if (Math.abs(candidate.length - word.length) > most) continue;
    const apart = lettersApart(word, candidate);
    if (apart > most || apart > least) continue;
    nearest = apart < least ? [candidate] : [...nearest, candidate];
    least = apart;
  }
  return nearest;
}
