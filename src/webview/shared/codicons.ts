/** Code points of the codicons in use; a test holds them against the font's own list. */
export const codicons = {
  'chrome-close': 0xeab8,
  check: 0xeab2,
  'circle-slash': 0xeabd,
  copy: 0xebcc,
  'debug-stop': 0xead7,
  edit: 0xea73,
  error: 0xea87,
  loading: 0xeb19,
  refresh: 0xeb37,
  table: 0xebb7,
} as const;

export type IconName = keyof typeof codicons;
