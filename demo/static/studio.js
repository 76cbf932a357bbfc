// The single-page section: steps are addresses made with the History API, as in a shop built with a framework.

const studio = document.querySelector('[data-studio]');
const find = (selector) => studio.querySelector(selector);
const steps = [...studio.querySelectorAll('[data-step]')].map((link) => link.dataset.step);
const bodies = { tall: 'M86 100h148l10 186H76z', square: 'M70 118h180l14 160H56z', wide: 'M46 146h228l14 124H32z' };
const handles = { tall: 'M116 102c0-70 88-70 88 0', square: 'M110 120c0-70 100-70 100 0', wide: 'M96 148c0-90 128-90 128 0' };

const current = () => Math.max(0, steps.indexOf(location.pathname.split('/')[2]));

function show() {
  const at = current();
  for (const link of studio.querySelectorAll('[data-step]')) {
    if (link.dataset.step === steps[at]) link.setAttribute('aria-current', 'step');
    else link.removeAttribute('aria-current');
  }
  for (const panel of studio.querySelectorAll('[data-panel]')) panel.hidden = panel.dataset.panel !== steps[at];
  find('[data-back]').hidden = at === 0;
  find('[data-next]').hidden = at === steps.length - 1;
  document.title = `Studio: ${steps[at]} · Harbour Goods`;
}

function go(step) {
  history.pushState(null, '', `/studio/${step}`);
  show();
}

studio.addEventListener('click', (event) => {
  const link = event.target.closest('[data-step]');
  if (link && !event.metaKey && !event.ctrlKey) { event.preventDefault(); go(link.dataset.step); }
  if (event.target.closest('[data-next]')) go(steps[current() + 1]);
  if (event.target.closest('[data-back]')) go(steps[current() - 1]);
  const { shape, colour } = event.target.dataset;
  if (shape || colour) {
    for (const other of event.target.parentElement.children) other.setAttribute('aria-pressed', String(other === event.target));
  }
  if (shape) { find('[data-body]').setAttribute('d', bodies[shape]); find('[data-handle]').setAttribute('d', handles[shape]); }
  if (colour) {
    find('[data-body]').setAttribute('fill', colour);
    find('[data-initials]').setAttribute('fill', colour === '#d9cdb8' ? '#33424f' : '#f6f3ee');
  }
});
find('[data-letters]').addEventListener('input', (event) => { find('[data-initials]').textContent = event.target.value.toUpperCase(); });
addEventListener('popstate', show);
show();
