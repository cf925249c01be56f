import type { ResolveHook } from 'node:module';

/** A module of the project that is imported by one with the mark `fresh=N` has that mark, too: each N is a copy of all code. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const found = await next(specifier, context);
  const mark = /[?&]fresh=\d+/.exec(context.parentURL ?? '')?.[0];
  const isOwn = found.url.startsWith('file:') && !found.url.includes('/node_modules/');
  if (mark === undefined || !isOwn || found.url.includes('fresh=')) return found;
  return { ...found, url: `${found.url}?${mark.slice(1)}` };
};
