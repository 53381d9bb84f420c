/** Words that are frequent in one of these languages and rare in the others. */
const common: Readonly<Record<string, string>> = {
  en: 'the of and to is that for it with as was be this are you not from have by they which at or an but we can will if your when there been has more how what does into these only would should its',
  fr: "le les des et est une dans que pour qui sur pas avec ce il plus par au vous nous sont aux ne se cette ou mais du été être ont c'est qu'il ses leur comme tout fait avoir sans si votre peut",
  de: 'der die das und ist nicht ein eine zu den mit von auf für im dem des sich auch es werden wird sie oder als bei einer kann nach aus wie über zum noch nur sind durch wenn haben',
  es: 'el los las y que del se por con una para su al lo como más pero sus este esta ya entre cuando muy sin sobre ser tiene también hasta hay donde han quien desde todo nos durante uno son está',
  it: 'il di che è per una sono con non gli del della le nel più alla dei si da come anche questo ma ha delle lo nella dal al essere degli questa suo ed ci tra quando molto fra cui dove',
};

const lists = new Map(Object.entries(common).map(([language, words]) => [language, new Set(words.split(' '))]));
const elision = /^(?:l|d|qu|j|n|s|c|m|t)'(?=\p{L})/u;

/** Fewer such words say nothing. */
const least = 2;

/**
 * The language of a text, where its frequent words tell it clearly from the others: at least two of them, twice as many as
 * of any other language. Undefined: they do not.
 */
export function seemsToBe(text: string): string | undefined {
  const counts = new Map<string, number>();
  const count = (language: string): void => void counts.set(language, (counts.get(language) ?? 0) + 1);
  for (const [word] of text
    .toLowerCase()
    .replaceAll('\u2019', "'")
    .matchAll(/\p{L}+(?:'\p{L}+)*/gu)) {
    if (elision.test(word)) count('fr');
    for (const [language, words] of lists) if (words.has(word)) count(language);
  }
  const [best, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= least && best[1] >= 2 * (second?.[1] ?? 0) ? best[0] : undefined;
}

const names = new Intl.DisplayNames('en', { type: 'language' });

/** A language as a person calls it; its code where it is none. */
export function languageName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Letters of a text that are looked at, and the fewest that say something. */
const [sample, fewest] = [2000, 4];

/** Whether a language that is written in Latin letters cannot be a text's, most of whose letters are others. */
export function isOtherScript(text: string, language: string): boolean {
  const letters = text.slice(0, sample).replace(/\P{L}/gu, '');
  if (letters.length < fewest || scriptOf(language) !== 'Latn') return false;
  return letters.replace(/\P{Script=Latin}/gu, '').length < letters.length / 2;
}

function scriptOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().script;
  } catch {
    return undefined;
  }
}
