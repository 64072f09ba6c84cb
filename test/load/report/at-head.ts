/**
 * Whether every screen has come to the newest version of each section. A screen that was never told of a section, which
 * has version -1 there, is right while that section is as it was at first.
 */
export function areAtHead(lowestVersions: readonly (readonly number[])[], heads: readonly number[]): boolean {
  return lowestVersions.every((versions) =>
    heads.every((head, section) => {
      const version = versions[section] ?? -1;
      return version >= head || (version === -1 && head === 0);
    }),
  );
}
