import type { TextProperty } from '../../../protocol';

/** Follows a text character by character. */
interface Follower {
  take(character: string, offset: number): void;
  /** At a token that begins at `start` and whose characters were all taken. */
  value(start: number): number;
}

/** Which characters end what a quotation mark began. */
const quotes: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“”', '«': '»' };

/** 1 inside a quotation; a blank line ends one, as a forgotten mark would turn the rest of the text inside out. */
class QuoteFollower implements Follower {
  private open: string | undefined;
  private blank = true;

  public take(character: string): void {
    if (character === '\n') {
      if (this.blank) this.open = undefined;
      this.blank = true;
    } else if (!/\s/.test(character)) this.blank = false;
    if (this.open === undefined) this.open = quotes[character];
    else if (this.open.includes(character)) this.open = undefined;
  }

  public value(): number {
    return this.open === undefined ? 0 : 1;
  }
}

/** How many brackets are open, of any kind. */
class BracketFollower implements Follower {
  private depth = 0;

  public take(character: string): void {
    if ('([{'.includes(character)) this.depth++;
    else if (')]}'.includes(character) && this.depth > 0) this.depth--;
  }

  public value(): number {
    return this.depth;
  }
}

/** Columns to the next stop. */
const tab = 4;

/** White space in front of the line, in columns. */
class IndentFollower implements Follower {
  private columns = 0;
  private inFront = true;

  public take(character: string): void {
    if (character === '\n') [this.columns, this.inFront] = [0, true];
    else if (!this.inFront) return;
    else if (character === ' ') this.columns++;
    else if (character === '\t') this.columns += tab - (this.columns % tab);
    else this.inFront = false;
  }

  public value(): number {
    return this.columns;
  }
}

/** 1 at the token that holds the first visible character of a line. */
class LineStartFollower implements Follower {
  private inFront = true;
  private latest = -1;

  public take(character: string, offset: number): void {
    if (character === '\n') this.inFront = true;
    else if (this.inFront && !/\s/.test(character)) [this.latest, this.inFront] = [offset, false];
  }

  public value(start: number): number {
    return this.latest >= start ? 1 : 0;
  }
}

const followers: Readonly<Record<TextProperty, new () => Follower>> = {
  quote: QuoteFollower,
  bracket: BracketFollower,
  indent: IndentFollower,
  'line-start': LineStartFollower,
};

/**
 * What a property is at each token once the token is read, counted from the beginning of the text. spans: [n, 2] in
 * `text`, in order. Returns float32 [n].
 */
export function textProperty(property: TextProperty, text: string, spans: Int32Array): Float32Array {
  const follower = new followers[property]();
  let taken = 0;
  return Float32Array.from({ length: spans.length / 2 }, (_, i) => {
    for (; taken < spans[2 * i + 1]!; taken++) follower.take(text[taken]!, taken);
    return follower.value(spans[2 * i]!);
  });
}
