/** Blocks of an IPv4 block, each with `2 ** bits` addresses; undefined for arguments that are none. */
export function cidr(block: string, count: number, bits: number): readonly string[] | undefined {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/\d{1,2}$/.exec(block)?.slice(1).map(Number);
  if (bytes === undefined || !(count >= 1 && count <= 256) || !(bits >= 1 && bits <= 24)) {
    return undefined;
  }
  const start = bytes.reduce((address, byte) => address * 256 + byte, 0);
  return Array.from({ length: count }, (_, index) => {
    const address = start + index * 2 ** bits;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${32 - bits}`;
  });
}
