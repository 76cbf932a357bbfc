// What the campaign list does by itself: "/" goes to the search.
(() => {
  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const field = document.querySelector("[data-search]");
    const input = field && (field.matches("input") ? field : field.querySelector("input"));
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();
