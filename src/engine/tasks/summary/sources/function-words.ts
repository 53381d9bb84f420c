/** The commonest words of some languages, which say little of what a text is about but much of its language. */
const english =
  'a about after all also an and any are as at be because been but by can could did do does for from had has have he her his how i ' +
  'if in into is it its may more most my no not of on one only or other our out she should so some such than that the their them ' +
  'then there these they this to up was we were what when where which who will with would you your';

const others: Readonly<Record<string, string>> = {
  fr: 'au aux avec ce cette ces dans de des du elle en est et il ils la le les leur mais ne nous ou par pas pour que qui sa se ses son sont sur un une vous être',
  de: 'als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer es für hat ich im in ist kann mit nach nicht noch nur oder sich sie sind so und von vor was werden wie wir wird zu zum zur über',
  es: 'al como con de del el ella en entre es esta este la las lo los más no o para pero por que se ser si sin sobre son su sus también un una y',
  it: 'al alla anche che come con da dal dalla dei del della delle di e gli ha il in la le lo ma nel nella non o per più se si sono su un una è',
  pt: 'ao aos as com como da das de do dos e ela em entre é foi mais mas na nas no nos não o os ou para pela pelo por que se sem ser seu sua são também um uma',
  pl: 'ale by był była było być co czy dla do go i ich jak jako jest jego która które który lub ma na nie o od oraz po przez przy są się tak te to tym w z za ze że',
  sv: 'att av de den det en ett från för han har hon i inte jag kan man med men och om på som så till var vi vid är',
  nl: 'aan als bij dan dat de deze die dit door een en er het hij ik in is kan maar met naar niet nog of om onder ook op over te tot uit van voor was wat we wordt zijn',
};

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const englishWords = setOf(english);
const otherWords = Object.values(others).map(setOf);

export function isFunctionWord(word: string): boolean {
  return englishWords.has(word);
}

/** Words of a text that are looked at. */
const sample = 2000;
/** With fewer words nothing is said. */
const fewest = 10;
/** Or, where words are not apart, fewer letters. */
const fewestLetters = 30;
/** English texts have at least this share of function words, even where they are lists. */
const leastEnglish = 0.06;

/**
 * Whether a text seems to be in another language than English: most of its letters are of another script, or function
 * words of another language outnumber the English ones, or it has hardly any English ones. Too short a text does not.
 */
export function seemsForeign(words: readonly string[]): boolean {
  const some = words.slice(0, sample).filter((word) => /\p{L}/u.test(word));
  const letters = some.join('').replace(/\P{L}/gu, '');
  const latin = letters.replace(/\P{Script=Latin}/gu, '').length;
  if (letters.length >= fewestLetters && latin < letters.length / 2) return true;
  if (some.length < fewest) return false;
  const count = (set: ReadonlySet<string>): number => some.filter((word) => set.has(word)).length;
  const own = count(englishWords);
  return own < Math.max(...otherWords.map(count)) || own < leastEnglish * some.length;
}
