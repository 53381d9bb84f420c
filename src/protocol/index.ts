export * from './failure';
export * from './format';
export * from './messages';
export * from './model';
export * from './scores';
export * from './surprisal-steps';
export * from './version';
export * from './views';
