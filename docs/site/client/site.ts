/** What every page does: theme, menu, search, and a copy for offline use. */
import "@seqloom/playground/theme.css";
import "./site.css";
import { restoreTheme, switchTheme } from "./theme.ts";

restoreTheme();
const root = document.body.dataset.root ?? "";
const search = async () => (await import("./search.ts")).openSearch(root);

document.querySelector("[data-theme-button]")?.addEventListener("click", switchTheme);
document.querySelector("[data-search]")?.addEventListener("click", () => void search());
document.addEventListener("keydown", (event) => {
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void search();
  }
});
const menu = document.querySelector("button.menu");
menu?.addEventListener("click", () => {
  menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true"));
});
// A page read from disk has no service worker.
if ("serviceWorker" in navigator && location.protocol.startsWith("http"))
  void navigator.serviceWorker.register(`${root}sw.js`).catch(() => undefined);
