'use strict';
const words = {
  en: {
    playground: 'Playground', inspector: 'Inspector', compare: 'Compare', docs: 'API', curves: 'Curves', switchTo: '한국어', key: 'This service asks for a key', refused: 'The service does not take this key', enter: 'Use it', lost: 'The service does not answer.',
    question: 'Question', search: 'Search', text: 'Text', first: 'First text', second: 'Second text', look: 'Show terms', against: 'Compare', kind: 'Encoded as',
    document: 'a document', query: 'a question', by_text: 'BM25', by_sparse: 'Sparse vectors', by_hybrid: 'Both, fused', none: 'Nothing was found.',
    ranks: 'ranks', terms: 'terms', words: 'words', rank: (n) => `#${n}`, more: (n) => `${n} more`, sum: 'sum', both: 'In both', onlyFirst: 'Only in the first', onlySecond: 'Only in the second',
    fused: 'by rank in both lists', documents: (n) => `${n.toLocaleString('en')} documents`, found: (n) => `${n} terms`, why: (n) => `What makes the score (${n})`,
    sources: { text: 'in the text', variant: 'other seam', family: 'word family', expansion: 'learned' },
    languages: { korean: 'Korean', foreign: 'foreign', mixed: 'mixed', number: 'number', punctuation: 'sign', special: 'special', other: 'other' },
  },
  ko: {
    playground: '검색해 보기', inspector: '들여다보기', compare: '견주기', docs: 'API', curves: '학습 곡선', switchTo: 'English', key: '이 서비스에는 키가 필요합니다', refused: '서비스가 이 키를 받지 않습니다', enter: '쓰기', lost: '서비스가 답하지 않습니다.',
    question: '질문', search: '찾기', text: '글', first: '첫째 글', second: '둘째 글', look: '단어 보기', against: '견주기', kind: '무엇으로 인코딩할까',
    document: '문서', query: '질문', by_text: 'BM25', by_sparse: '희소 벡터', by_hybrid: '둘을 합쳐서', none: '찾은 것이 없습니다.',
    ranks: '순위', terms: '벡터의 단어', words: '글의 낱말', rank: (n) => `${n}위`, more: (n) => `${n}개 더`, sum: '합', both: '둘 다', onlyFirst: '첫째에만', onlySecond: '둘째에만',
    fused: '두 목록의 순위로', documents: (n) => `문서 ${n.toLocaleString('ko')}개`, found: (n) => `단어 ${n}개`, why: (n) => `점수를 만든 것 (${n})`,
    sources: { text: '글에 있음', variant: '다르게 끊음', family: '한 갈래 말', expansion: '배운 말' },
    languages: { korean: '한국어', foreign: '외국어', mixed: '섞임', number: '숫자', punctuation: '부호', special: '특수', other: '그 밖' },
  },
};
const shown = 12; // bars before the long tail is folded
const byId = (id) => document.getElementById(id);
const state = {
  language: (sessionStorage.getItem('language') ?? navigator.language).startsWith('ko') ? 'ko' : 'en',
  tab: location.hash.slice(1) || 'playground',
  info: null,
  fault: '',
  values: { question: '', text: '세종대왕은 훈민정음을 만들었다.', kind: 'document', first: '회사 점심 메뉴 추천', second: '학교 점심 메뉴 추천' },
};
const say = () => words[state.language];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key.startsWith('--')) made.style.setProperty(key, value);
    else if (value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

async function ask(path, body) {
  const key = sessionStorage.getItem('key');
  const headers = { 'Content-Type': 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}) };
  const answer = await fetch(path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }).catch(() => { throw new Error(say().lost); });
  byId('keys').hidden = answer.status !== 401;
  const read = await answer.json().catch(() => ({ error: `${answer.status} ${answer.statusText}` }));
  if (!answer.ok) throw new Error(read.error);
  return read;
}

// A table of bars; what is beyond the first ones is folded. Each row is a name, a number, a tone and a note.
function bars(rows) {
  const largest = Math.max(...rows.map((row) => row.value), 1e-9);
  const table = (some) => element('ul', { class: 'bars' }, ...some.map((row) => element('li', {},
    element('span', { lang: 'ko' }, row.name),
    element('div', { class: 'bar', '--tone': row.tone, '--width': `${(100 * row.value) / largest}%` }),
    element('span', { class: 'number' }, row.value.toFixed(3), row.note ? element('span', { class: 'tag soft', '--tone': row.tone }, ` ${row.note}`) : ''),
  )));
  return rows.length <= shown ? [table(rows)]
    : [table(rows.slice(0, shown)), element('details', {}, element('summary', {}, say().more(rows.length - shown)), table(rows.slice(shown)))];
}

const tone = (source) => `var(--${source})`;
const termRows = (terms) => terms.map((term) => ({
  name: term.token, value: term.weight, tone: tone(term.source), note: `${say().sources[term.source]} · ${say().languages[term.language]}`,
}));

function field(name, kind = 'textarea') {
  const input = element(kind, { name, lang: 'ko', oninput: () => { state.values[name] = input.value; } });
  input.value = state.values[name];
  return element('label', {}, say()[name], input);
}

function form(button, action, ...fields) {
  const out = element('div');
  const run = async (event) => {
    event?.preventDefault();
    try {
      out.replaceChildren(...await action());
      byId('told').textContent = [...out.querySelectorAll('h2')].map((title) => title.textContent).join(', ');
    } catch (fault) {
      out.replaceChildren(element('p', { class: 'fault', role: 'alert' }, fault.message));
    }
  };
  return [element('form', { onsubmit: run }, ...fields, element('button', { class: 'main' }, button)), out, run];
}

function marked(passage) {
  const parts = [passage.cutBefore ? '… ' : ''];
  let end = 0;
  for (const [start, length] of passage.matches) {
    parts.push(passage.text.slice(end, start), element('mark', {}, passage.text.slice(start, start + length)));
    end = start + length;
  }
  return element('p', { lang: 'ko', class: 'passage' }, ...parts, passage.text.slice(end), passage.cutAfter ? ' …' : '');
}

function hit(found) {
  const lists = [['ranks', found.ranks.map((r) => ({ name: `${say()[`by_${r.by}`]} ${say().rank(r.rank)}`, value: r.share, tone: 'var(--expansion)' }))],
    ['terms', found.terms.map((t) => ({ name: t.token, value: t.share, tone: 'var(--text)' }))],
    ['words', found.words.map((w) => ({ name: w.word, value: w.share, tone: 'var(--words)' }))]].filter(([, rows]) => rows.length > 0);
  const sum = (rows) => rows.reduce((all, row) => all + row.value, 0).toFixed(3);
  return element('div', { class: 'hit' },
    element('strong', { lang: 'ko' }, element('span', {}, found.title || found.id), element('span', { class: 'number' }, found.score.toFixed(3))),
    marked(found.passage),
    element('details', {}, element('summary', {}, say().why(found.ranks.length > 0 ? say().fused : lists.map(([, rows]) => rows.length).join())),
      ...lists.flatMap(([name, rows]) => [element('div', { class: 'soft' }, `${say()[name]}, ${say().sum} ${sum(rows)}`), ...bars(rows)])));
}

const panels = {
  playground() {
    return form(say().search, async () => {
      const lists = await Promise.all(['text', 'sparse', 'hybrid'].map((by) => ask('search', { query: state.values.question, k: 5, by })));
      return [element('div', { class: 'columns' }, ...['text', 'sparse', 'hybrid'].map((by, i) => element('div', { class: 'card' },
        element('h2', {}, `${say()[`by_${by}`]} (${lists[i].hits.length})`), ...(lists[i].hits.length ? lists[i].hits.map(hit) : [element('p', { class: 'soft' }, say().none)]))))];
    }, field('question', 'input'));
  },
  inspector() {
    const kind = element('select', { name: 'kind', onchange: () => { state.values.kind = kind.value; } },
      ...['document', 'query'].map((value) => element('option', { value }, say()[value])));
    kind.value = state.values.kind;
    return form(say().look, async () => {
      const [terms] = await ask(`${state.values.kind}/inspect`, { inputs: state.values.text });
      return [element('div', { class: 'card' }, element('h2', {}, say().found(terms.length)), ...bars(termRows(terms)))];
    }, field('text'), element('label', { class: 'short' }, say().kind, kind));
  },
  compare() {
    return form(say().against, async () => {
      const [first, second] = await ask('inspect', { inputs: [state.values.first, state.values.second] });
      const other = new Map(second.map((term) => [term.token, term.weight]));
      const own = new Set(first.map((term) => term.token));
      const both = first.filter((term) => other.has(term.token)).map((term) => ({ ...term, weight: Math.min(term.weight, other.get(term.token)) }));
      const cards = [[say().onlyFirst, first.filter((term) => !other.has(term.token))], [say().both, both], [say().onlySecond, second.filter((term) => !own.has(term.token))]];
      return [element('div', { class: 'columns' }, ...cards.map(([title, terms]) => element('div', { class: 'card' },
        element('h2', {}, `${title} (${terms.length})`), ...bars(termRows(terms)))))];
    }, field('first'), field('second'));
  },
};

function show() {
  document.documentElement.lang = state.language;
  const names = Object.keys(panels).filter((name) => name !== 'playground' || state.info?.documents != null);
  if (!names.includes(state.tab)) state.tab = names[0];
  byId('language').textContent = say().switchTo;
  byId('language').lang = state.language === 'ko' ? 'en' : 'ko';
  byId('links').replaceChildren(...Object.entries({ ...state.info?.links, docs: 'docs' }).map(([name, href]) => element('a', { href }, say()[name] ?? name)));
  byId('keys').querySelector('span').textContent = sessionStorage.getItem('key') ? say().refused : say().key;
  byId('keys').querySelector('button').textContent = say().enter;
  byId('about').className = state.fault ? 'fault' : 'soft';
  byId('about').textContent = state.fault || !state.info ? state.fault : `${state.info.model_id}${state.info.documents != null ? ` · ${say().documents(state.info.documents)}` : ''}`;
  byId('tabs').replaceChildren(...names.map((name) => element('button', {
    type: 'button', role: 'tab', id: `tab-${name}`, 'aria-selected': name === state.tab, 'aria-controls': 'panel', tabindex: name === state.tab ? 0 : -1,
    onclick: () => open(name),
    onkeydown: (event) => {
      const place = names.indexOf(name), last = names.length - 1;
      const next = { ArrowRight: place < last ? place + 1 : 0, ArrowLeft: place > 0 ? place - 1 : last, Home: 0, End: last }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      open(names[next]);
      byId(`tab-${state.tab}`).focus();
    },
  }, say()[name])));
  const [top, out, run] = panels[state.tab]();
  byId('panel').setAttribute('aria-labelledby', `tab-${state.tab}`);
  byId('panel').replaceChildren(top, out);
  if (state.info && (state.tab !== 'playground' || state.values.question)) run();
}

function open(name) {
  state.tab = name;
  history.replaceState(null, '', `#${name}`);
  show();
}

async function start() {
  try {
    state.info = await ask('info');
    state.fault = '';
  } catch (fault) {
    state.fault = byId('keys').hidden ? fault.message : ''; // a key is asked for below
  }
  show();
}

byId('language').addEventListener('click', () => {
  state.language = state.language === 'ko' ? 'en' : 'ko';
  sessionStorage.setItem('language', state.language);
  show();
});
byId('keys').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem('key', byId('keys').querySelector('input').value);
  start();
});
start();
