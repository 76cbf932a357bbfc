// A press beside a dialog closes it, unless something was filled in there, which would be lost: Cancel and Escape still do.
(() => {
  const note = (of) => ({ target }) => {
    const on = target.closest?.(of);
    // A list to choose from lies beside the dialog, above all else.
    const card = on && (on.closest(".st-dialog") ?? (on.matches("[role=option]") && document.querySelector(".st-dialog")));
    if (card) card.dataset.filled = "";
  };
  addEventListener("input", note("input, textarea"), true);
  addEventListener("click", note("[role=radio], [role=option]"), true);

  const wouldLose = ({ target }) =>
    target.matches?.(".q-dialog__backdrop") && target.parentElement.querySelector(".st-dialog[data-filled]");
  addEventListener("mousedown", (event) => wouldLose(event) && event.preventDefault(), true); // the focus stays
  addEventListener("click", (event) => wouldLose(event) && event.stopImmediatePropagation(), true);
})();
