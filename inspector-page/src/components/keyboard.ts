/** Whether a key belongs to a field or a dialog, or is a shortcut of the browser. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
    return true;
  }
  const target = event.target;
  return target instanceof Element && target.closest('input, textarea, select, dialog, [contenteditable]') !== null;
}
