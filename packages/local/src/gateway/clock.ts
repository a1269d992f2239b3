const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let second = Number.NaN;
let text = '';

/** The time as access logs write it, in UTC: `06/Feb/2022:16:10:11 +0000`. Written once a second. */
export function logTime(date: Date): string {
  const now = Math.floor(date.getTime() / 1000);
  if (now !== second) {
    const day = two(date.getUTCDate());
    const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
    text = `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
    second = now;
  }
  return text;
}

const two = (count: number): string => String(count).padStart(2, '0');
