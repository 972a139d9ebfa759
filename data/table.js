const form = document.querySelector('.se-form'), body = document.querySelector('.se-table tbody'), rows = [...body.rows], size = 100;
const plain = s => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(), words = new Map(rows.map(r => [r, plain(r.textContent)]));
const count = n => n.toLocaleString('en'), reports = n => `${count(n)} report${n === 1 ? '' : 's'}`;
let found = rows, page = 0;
const show = () => {
  const part = found.slice(page*size, (page + 1)*size), first = page*size + 1, one = part.length === found.length;
  for (const e of document.querySelectorAll('.se-on')) e.classList.remove('se-on');
  for (const r of part) for (const e of [r, document.getElementById(r.dataset.at)]) e?.classList.add('se-on');
  body.append(...part);
  form.n.value = `${one ? '' : `${count(first)}–${count(first + part.length - 1)} of `}${reports(found.length)}${found.length < rows.length ? ` (of ${count(rows.length)})` : ''}`;
  form.back.hidden = form.on.hidden = one;
  form.back.disabled = !page;
  form.on.disabled = (page + 1)*size >= found.length;
};
const filter = () => {
  const q = plain(form.q.value).split(/\s+/).filter(Boolean), place = form.place.value;
  found = rows.filter(r => {
    const d = r.dataset;
    return ['kind', 'unit', 'who', 'pub'].every(k => !form[k].value || d[k] === form[k].value) && (!place || d.from === place || d.to === place)
      && (!form.a.value || (d.z && d.z >= form.a.value)) && (!form.z.value || (d.a && d.a <= form.z.value)) && q.every(w => words.get(r).includes(w));
  });
  page = 0;
  show();
};
const reach = () => {
  const e = document.getElementById(location.hash.slice(1)), holds = r => r === e || r.dataset.at === e.closest('.se-article')?.id;
  if (!e || !rows.some(holds)) return;
  if (!found.some(holds)) { form.reset(); filter(); }
  const at = Math.floor(found.findIndex(holds)/size);
  if (!found.slice(page*size, (page + 1)*size).some(holds)) { page = at; show(); }
  e.scrollIntoView({block: 'center'});
  e.focus({preventScroll: true});
};
form.addEventListener('input', filter);
form.addEventListener('submit', e => e.preventDefault());
form.querySelector('[type=reset]').addEventListener('click', () => setTimeout(filter));
form.back.addEventListener('click', () => { page--; show(); });
form.on.addEventListener('click', () => { page++; show(); });
addEventListener('hashchange', reach);
document.querySelectorAll('.se-table th').forEach((th, i) => th.querySelector('button')?.addEventListener('click', () => {
  const up = th.getAttribute('aria-sort') !== 'ascending', number = th.dataset.sort === 'n', key = r => number ? r.cells[i].dataset.v || 0 : r.cells[i].textContent;
  const keys = new Map(rows.map(r => [r, key(r)])), order = new Intl.Collator().compare;
  document.querySelectorAll('.se-table th').forEach(t => t.removeAttribute('aria-sort'));
  th.setAttribute('aria-sort', up ? 'ascending' : 'descending');
  rows.sort((a, b) => (up ? 1 : -1) * (number ? keys.get(a) - keys.get(b) : order(keys.get(a), keys.get(b))));
  filter();
}));
filter();
reach();
