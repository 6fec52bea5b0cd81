/** An address beside the page; never one that runs or leaves. */
export function relativeAddress(href: string): string {
  return href.split('/').map(encodeURIComponent).join('/');
}
