// The shop's own few lines: the cart, kept in this browser, and the way to start over as somebody new.

const CART = 'harbour-cart';
const read = () => { try { return JSON.parse(localStorage.getItem(CART)) || {}; } catch { return {}; } };
const write = (cart) => { try { localStorage.setItem(CART, JSON.stringify(cart)); } catch { /* private mode: a cart for this page */ } };
const all = (selector) => [...document.querySelectorAll(selector)];
const say = (words) => all('[data-said]').forEach((place) => { place.textContent = words; });

function show() {
  const cart = read();
  let sum = 0;
  let count = 0;
  for (const line of all('[data-line]')) {
    const amount = cart[line.dataset.line] || 0;
    line.hidden = amount === 0;
    line.querySelector('[data-amount]').textContent = `× ${amount}`;
    sum += amount * Number(line.dataset.price);
  }
  for (const amount of Object.values(cart)) count += amount;
  all('[data-cart-count]').forEach((place) => { place.textContent = count; });
  const shipping = sum >= 80 ? 0 : 4.9;
  const shown = new Intl.NumberFormat('en', { minimumFractionDigits: (sum + shipping) % 1 ? 2 : 0 }).format(sum + shipping);
  all('[data-shipping]').forEach((place) => { place.textContent = shipping ? 'Shipping in Germany €4.90, free from €80' : 'Shipping is free'; });
  all('[data-sum]').forEach((place) => { place.textContent = shown; });
  all('[data-cart-empty]').forEach((place) => { place.hidden = count > 0; });
  all('[data-cart-total]').forEach((place) => { place.hidden = count === 0; });
}

document.addEventListener('click', (event) => {
  const { add, remove } = event.target.closest('[data-add], [data-remove]')?.dataset ?? {};
  const cart = read();
  const sizes = document.querySelector('[data-sizes]');
  const size = sizes?.querySelector(':checked')?.value;
  if (add && sizes && !size) { say('Choose a size first.'); sizes.querySelector('input').focus(); }
  else if (add) {
    const line = size ? `${add}:${size}` : add;
    cart[line] = (cart[line] || 0) + 1;
    write(cart);
    say(size ? `It is in your cart, in ${size}.` : 'It is in your cart.');
  }
  if (remove) { delete cart[remove]; write(cart); }
  if (add) window.smartTrigger?.('event', 'added to cart', { product: add });
  if (event.target.closest('[data-checkout]')) {
    write({});
    location.assign('/thanks');
  }
  if (event.target.closest('[data-new-visitor]')) {
    localStorage.clear();
    sessionStorage.clear();
    location.assign('/');
  }
  show();
});

show();
