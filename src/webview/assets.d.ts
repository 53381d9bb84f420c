/** Files that webpack copies beside the bundle; their address comes back. */
declare module '*.ttf' {
  const address: string;
  export default address;
}
