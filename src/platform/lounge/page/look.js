// Light, dark, or as the system has it. Runs before the first paint, so that nothing flashes.
(() => {
  const kept = () => { try { return localStorage.getItem("huzzah:look"); } catch { return null; } };
  const show = (look) => {
    if (look === "light" || look === "dark") document.documentElement.dataset.look = look;
    else delete document.documentElement.dataset.look;
  };
  show(kept());
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("look");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (document.documentElement.dataset.look ?? (system.matches ? "dark" : "light")) === "dark";
    const name = () => {
      button.textContent = isDark() ? "☀" : "☾";
      button.setAttribute("aria-label", isDark() ? "Switch to light colours" : "Switch to dark colours");
    };
    button.addEventListener("click", () => {
      const look = isDark() ? "light" : "dark";
      show(look);
      try { localStorage.setItem("huzzah:look", look); } catch { /* Private windows may forbid it. */ }
      name();
    });
    system.addEventListener("change", name);
    name();
  });
})();
