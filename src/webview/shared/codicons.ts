/** Code points of the codicons in use; a test holds them against the font's own list. */
export const codicons = {
  check: 0xeab2,
  'chevron-left': 0xeab5,
  'chevron-right': 0xeab6,
  'chrome-close': 0xeab8,
  'circle-slash': 0xeabd,
  copy: 0xebcc,
  'debug-pause': 0xead1,
  'debug-stop': 0xead7,
  edit: 0xea73,
  error: 0xea87,
  'git-compare': 0xeafd,
  insert: 0xec11,
  loading: 0xeb19,
  play: 0xeb2c,
  paintcan: 0xeb2a,
  refresh: 0xeb37,
  'screen-full': 0xeb4c,
  send: 0xec0f,
  table: 0xebb7,
  warning: 0xea6c,
  'zoom-in': 0xeb81,
  'zoom-out': 0xeb82,
} as const;

export type IconName = keyof typeof codicons;
