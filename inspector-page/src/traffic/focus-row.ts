import { visible } from '../state/session';

/** Moves the focus to the row of an exchange, else to the first row. */
export function focusRow(id: string | undefined): void {
  // The list may be hidden until the next update of the page.
  requestAnimationFrame(() => {
    const wanted = visible.value.some((exchange) => exchange.id === id) ? id : visible.value[0]?.id;
    if (wanted !== undefined) {
      document.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(wanted)}"]`)?.focus();
    }
  });
}
