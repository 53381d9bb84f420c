/** What a person can ask for with a button of a view. */
export const viewActions = ['score', 'read', 'stop', 'choose-model', 'show-log', 'restart-engine', 'settings'] as const;
export type ViewAction = (typeof viewActions)[number];
