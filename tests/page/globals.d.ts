// What the page has beside its scripts: the data files that Python reads too, and js-sha256.
declare const SHARED: {
  constants: typeof import("../../src/msc_learn/shared/constants.json");
  messages: Record<string, string>;
};
declare function sha256(text: string): string;
