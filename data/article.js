for (const root of document.querySelectorAll('.se-root:not([data-on])')) {
  root.dataset.on = 1;
  const text = root.querySelector('.se-text'), svg = text.querySelector('svg');
  const marks = [...root.querySelectorAll('[data-r]')], ns = e => e.dataset.r.split(' ');
  const far = (a, b) => 3*Math.abs(a.top - b.top) + Math.abs(a.left + a.width/2 - b.left - b.width/2);
  const nearest = (f, m) => [...f.getClientRects()].flatMap(a => [...m.getClientRects()].map(b => [a, b])).sort((p, q) => far(...p) - far(...q))[0];
  const draw = () => {
    const o = text.getBoundingClientRect();
    svg.replaceChildren();
    for (const f of text.querySelectorAll('.se-figure[data-r]')) for (const m of text.querySelectorAll('[data-r]')) {
      if (m === f || !ns(f).some(n => ns(m).includes(n))) continue;
      const pair = nearest(f, m);
      if (!pair) continue; // not on the screen
      const [a, b] = pair, level = Math.abs(a.top - b.top) < 4, down = b.top > a.top, side = Math.sign(b.left - a.left);
      const x1 = a.left + a.width*(.5 + .25*side) - o.left, x2 = b.left + b.width/2 - o.left;
      const y1 = (level || !down ? a.top : a.bottom) - o.top, y2 = (level || down ? b.top : b.bottom) - o.top;
      const lift = 8 + Math.min(10, Math.abs(x1 - x2)/30), c1 = level ? y1 - lift : (y1 + y2)/2, c2 = level ? y2 - lift : (y1 + y2)/2;
      const p = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      p.setAttribute('d', `M${x1} ${y1}C${x1} ${c1} ${x2} ${c2} ${x2} ${y2}`);
      p.dataset.r = ns(f).filter(n => ns(m).includes(n)).join(' ');
      p.style.stroke = getComputedStyle(m).borderBottomColor;
      svg.append(p);
    }
  };
  const lift = e => {
    const here = e.target.closest && e.target.closest('[data-r]'), now = here && !/out|leave/.test(e.type) ? ns(here) : [];
    for (const m of [...marks, ...svg.children]) m.classList.toggle('on', ns(m).some(n => now.includes(n)));
  };
  for (const t of ['pointerover', 'pointerout', 'focusin', 'focusout']) root.addEventListener(t, lift);
  new ResizeObserver(draw).observe(text); // draws once the text is on the screen, and again when its width changes
}
