/** Light, dark, or as the system is; kept in the browser's storage, which may be closed. */
const key = "seqloom-theme";

export function restoreTheme(): void {
  const kept = read();
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
}

export function switchTheme(): void {
  const root = document.documentElement;
  const isDark =
    root.dataset.theme === undefined
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : root.dataset.theme === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
  try {
    localStorage.setItem(key, root.dataset.theme);
  } catch {
    // The theme then lasts as long as the page.
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
