// What Material adds while one reads: what scrolls can be reached by keys, and the copy button of every piece of code is
// no landmark of the page.
(() => {
  const mend = () => {
    for (const each of document.querySelectorAll(".md-code__nav:not([role])")) each.setAttribute("role", "none");
    for (const each of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
      else each.removeAttribute("tabindex");
    }
  };
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", mend);
  document.fonts.addEventListener("loadingdone", mend); // words are wider by then, or less wide
  mend();
})();
