/** Two lines side by side; one of them is absent where the texts have no counterpart. */
export interface LinePair {
  readonly left?: string;
  readonly right?: string;
  readonly same: boolean;
}

/** Longer texts are compared line by line: the table below grows with the product of their lengths. */
const MAX_ALIGNED_LINES = 1_000;

/** Aligns the lines of two texts by their longest common subsequence. */
export function pairLines(left: string, right: string): readonly LinePair[] {
  const a = left === '' ? [] : left.replace(/\n$/, '').split('\n');
  const b = right === '' ? [] : right.replace(/\n$/, '').split('\n');
  if (a.length > MAX_ALIGNED_LINES || b.length > MAX_ALIGNED_LINES) {
    return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => ({ left: a[at], right: b[at], same: a[at] === b[at] }));
  }
  const common = commonLengths(a, b);
  const width = b.length + 1;
  const pairs: LinePair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pairs.push({ left: a[i++], right: b[j++], same: true });
    } else if (j >= b.length || (i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) {
      pairs.push({ left: a[i++], same: false });
    } else {
      pairs.push({ right: b[j++], same: false });
    }
  }
  return besides(pairs);
}

/** The length of the longest common subsequence of what follows each pair of positions. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] = a[i] === b[j] ? (lengths[at + width + 1] ?? 0) + 1 : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  return lengths;
}

/** Puts a removed line beside the added line that takes its place. */
function besides(pairs: readonly LinePair[]): readonly LinePair[] {
  const result: LinePair[] = [];
  for (let at = 0; at < pairs.length; ) {
    const rest = pairs.slice(at);
    const end = rest.findIndex(({ same }) => same);
    const block = end === -1 ? rest : rest.slice(0, end);
    const left = block.flatMap((pair) => (pair.left === undefined ? [] : [pair.left]));
    const right = block.flatMap((pair) => (pair.right === undefined ? [] : [pair.right]));
    for (let line = 0; line < Math.max(left.length, right.length); line++) {
      result.push({ left: left[line], right: right[line], same: false });
    }
    at += block.length;
    const equal = pairs[at];
    if (equal !== undefined) {
      result.push(equal);
      at++;
    }
  }
  return result;
}
