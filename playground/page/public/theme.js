// Before the first paint, so that a chosen theme does not flash: a script of its own, as the page's policy allows none inline.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to the page: the theme of the system holds.
}
